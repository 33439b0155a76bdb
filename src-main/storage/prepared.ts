import type { Statement } from 'better-sqlite3'
import type { ReadDb } from './database.ts'

const kept = new WeakMap<ReadDb['sql'], Map<string, Statement>>()

/** The prepared statement of this text on this connection; each text is compiled once. */
export function prepared(db: ReadDb, text: string): Statement {
  let ofConnection = kept.get(db.sql)
  if (!ofConnection) kept.set(db.sql, (ofConnection = new Map()))
  let statement = ofConnection.get(text)
  if (!statement) ofConnection.set(text, (statement = db.sql.prepare(text)))
  return statement
}
