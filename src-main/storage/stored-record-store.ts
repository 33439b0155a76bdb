import type { StoredRecord } from '#contract/discrepancies'
import type { WrittenTimes } from '#contract/records'
import { fromMs, Instant } from '#contract/time'
import type { GroupVersion } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/**
 * A version as the detail shows it: its stored fields, the vendor's own writing of times, and when it was read last, up to
 * the snapshot number `upTo`.
 */
export function loadStoredRecord(
  db: ReadDb,
  version: GroupVersion,
  upTo: number = Number.MAX_SAFE_INTEGER,
): StoredRecord {
  const row = prepared(
    db,
    `SELECT v.written, v.vendor_version AS vendorVersion, v.pointer,
       (SELECT s.ended_at FROM snapshot s WHERE s.side_id = v.side_id AND s.state = 'sealed' AND s.number >= v.born AND s.number <= :upTo
          AND NOT EXISTS (SELECT 1 FROM unread u WHERE u.version_id = v.id AND u.born <= s.number AND (u.ended IS NULL OR u.ended > s.number))
          AND (v.ended IS NULL OR s.number < v.ended)
        ORDER BY s.number DESC LIMIT 1) AS readAt
     FROM record_version v WHERE v.id = :id`,
  ).get({ id: version.id, upTo }) as {
    written: string
    vendorVersion: string | null
    pointer: string | null
    readAt: string
  }
  return {
    key: version.key,
    span: { start: fromMs(version.startMs), end: fromMs(version.endMs) },
    written: JSON.parse(row.written) as WrittenTimes,
    fields: version.fields,
    vendorVersion: row.vendorVersion,
    readAt: Instant.parse(row.readAt),
    unread: version.unread,
    refusedPointer: row.pointer,
  }
}
