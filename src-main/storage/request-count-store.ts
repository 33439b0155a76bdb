import type { ConnectionId } from '#contract/ids'
import type { LocalDate } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'

/** Adds requests sent over a connection on a UTC day; days before it are forgotten. */
export function addRequests(db: WriteDb, connectionId: ConnectionId, day: LocalDate, requests: number): void {
  db.transaction(() => {
    const { changes } = prepared(
      db,
      `INSERT INTO request_count (connection_id, day, count) VALUES (?, ?, ?)
       ON CONFLICT (connection_id, day) DO UPDATE SET count = count + excluded.count`,
    ).run(connectionId, day, requests)
    if (changes !== 1) throw new Error(`counted requests on ${changes} rows`)
    prepared(db, 'DELETE FROM request_count WHERE connection_id = ? AND day < ?').run(connectionId, day)
  })
}

/** Requests sent over a connection on a UTC day; 0 where none were. */
export function requestsOn(db: ReadDb, connectionId: ConnectionId, day: LocalDate): number {
  const row = prepared(db, 'SELECT count FROM request_count WHERE connection_id = ? AND day = ?').get(connectionId, day)
  return row === undefined ? 0 : (row as { count: number }).count
}
