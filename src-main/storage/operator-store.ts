import { asc } from 'drizzle-orm'
import { OperatorId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { newId } from '../platform/new-id.ts'
import { appendAudit } from './audit-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { operators } from './tables/operators.ts'

/** The named person at the desk. */
export type Operator = { id: OperatorId; name: string; createdAt: Instant }

/** Adds a person (`name` 1 to 80 characters); they stand as their own author in the audit. */
export function saveOperator(db: WriteDb, { name, at }: { name: string; at: Instant }): Operator {
  const operator: Operator = { id: newId(OperatorId), name, createdAt: at }
  db.transaction(() => {
    db.orm.insert(operators).values(operator).run()
    appendAudit(db, { at, by: operator.id, action: 'operator-saved', target: operator.id, detail: {} })
  })
  return operator
}

/** In the order they were added. */
export function listOperators(db: ReadDb): Operator[] {
  return db.orm.select().from(operators).orderBy(asc(operators.createdAt), asc(operators.id)).all()
}

/** Who works here now: the first one added; null in a workspace without people. */
export function currentOperator(db: ReadDb): Operator | null {
  return listOperators(db)[0] ?? null
}
