import { PairingId } from '#contract/ids'
import { systemClock } from '../../src-main/platform/clock.ts'
import { countGroups, recountOpen } from '../../src-main/storage/discrepancy-count-store.ts'
import type { StoredFilter } from '../../src-main/storage/discrepancy-filter.ts'
import { listDiscrepancies } from '../../src-main/storage/discrepancy-list-store.ts'
import type { BenchStore } from './bench-store.ts'
import type { Measured } from './goals.ts'
import { medianMs } from './stopwatch.ts'

const openRows = 100_000
const pairings = Array.from({ length: 10 }, (_, n) => PairingId.parse(`many-${n}`))

/**
 * Copies open discrepancies until there are this many, spread over other pairings and over the year; one in a thousand
 * is accepted, and another one a double booking.
 */
function multiply({ db }: BenchStore): void {
  const columns = (db.sql.pragma('table_info(discrepancy)') as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => name !== 'id')
  const changed: Record<string, string> = {
    pairing_id: `'many-' || (n.value % ${pairings.length})`,
    fingerprint: `fingerprint || '-' || n.value`,
    start_ms: 'start_ms + n.value * 60000',
    end_ms: 'end_ms + n.value * 60000',
    kind: `iif((discrepancy.id * 31 + n.value) % 1000 = 5, 'overlap', kind)`,
    accepted_until: `iif((discrepancy.id * 31 + n.value) % 1000 = 3, '9999-12-31T23:59:59.999Z', NULL)`,
  }
  const open = db.sql.prepare('SELECT count(*) FROM discrepancy WHERE ended IS NULL').pluck().get() as number
  const text = `WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value + 1 < ${Math.ceil(openRows / open)})
    INSERT INTO discrepancy (${columns.join(', ')})
    SELECT ${columns.map((name) => changed[name] ?? name).join(', ')} FROM discrepancy, n WHERE ended IS NULL LIMIT ${openRows}`
  db.transaction(() => {
    db.sql.exec(text)
    for (const pairing of pairings) recountOpen(db, pairing)
  })
}

/** The first 200 rows with their total and the counts beside them: the dearest of several filters, and one by text. */
export function measureList(store: BenchStore): Measured {
  const { db } = store
  multiply(store)
  const now = systemClock.now()
  const filters: readonly StoredFilter[] = [
    { pairings, now },
    { pairings, now, kinds: ['differs'] },
    { pairings, now, kinds: ['overlap'] },
    { pairings, now, accepted: true },
    { pairings: pairings.slice(0, 1), now },
  ]
  const answer = (filter: StoredFilter): number =>
    medianMs(5, () => {
      listDiscrepancies(db, { filter, order: 'time', offset: 0, limit: 200 })
      countGroups(db, filter)
    })
  const scan = db.sql.prepare(
    'SELECT count(*) AS n, sum(start_ms) AS sum FROM discrepancy INDEXED BY discrepancy_time WHERE ended IS NULL',
  )
  // A text is looked for in the rows themselves, which no index holds.
  const text = answer({ pairings, now, text: 'invented-7' })
  return {
    listAndCounts: Math.max(...filters.map(answer)),
    listText: text,
    discrepancyScan: medianMs(5, () => void scan.get()),
  }
}
