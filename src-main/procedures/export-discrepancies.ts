import type { DiscrepancyFilter, DiscrepancyOrder } from '#contract/discrepancies'
import type { Pairing } from '#contract/pairings'
import type { Instant, ZoneId } from '#contract/time'
import { atOneMoment } from '../storage/at-one-moment.ts'
import type { ReadDb } from '../storage/database.ts'
import { newestAcceptance } from '../storage/discrepancy-decision-store.ts'
import { identify, readDiscrepancies } from '../storage/discrepancy-export-store.ts'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'
import { asFoundThen, looksBack } from '../storage/discrepancy-history-store.ts'
import { makeNaming, type Naming, toRow } from './discrepancy-row.ts'
import { exportHeader } from './export-header.ts'
import { csvText, type ExportedRow, jsonText } from './export-text.ts'
import { orderedIds } from './ordered-ids.ts'

const pageRows = 500

type ExportInput = {
  /** The pairings that `stored` names. */
  pairings: readonly Pairing[]
  filter: DiscrepancyFilter
  stored: StoredFilter
  order: DiscrepancyOrder
  format: 'csv' | 'json'
  withNames: boolean
  /** The zone of all local times; left out: each facility's own. */
  zone?: ZoneId | undefined
  now: Instant
}

/** Names whose facilities all go by one zone. */
const inZone =
  (naming: Naming, zone: ZoneId | undefined): Naming =>
  (pairingId) => {
    const names = naming(pairingId)
    return names && zone !== undefined ? { ...names, facility: { ...names.facility, zone } } : names
  }

/**
 * The discrepancies under the filter, open now or at the moment it looks back to, as a file's text, in parts of at most
 * 500 rows. Which rows, and the header, are read at one moment at the start; a sync that ends meanwhile doubles and skips
 * nothing.
 */
export function* exportDiscrepancies(
  files: { ledger: ReadDb; cache: ReadDb },
  { pairings, filter, stored, order, format, withNames, zone, now }: ExportInput,
): Generator<string, void, void> {
  const accepted = stored.accepted === true
  const text = { csv: csvText, json: jsonText }[format]({ withNames, accepted })
  const { ids, header } = atOneMoment(files.cache, () => {
    const found = identify(files.cache, orderedIds(files.cache, stored, order).ids)
    const asked = { pairings, filter, order, withNames, zone, rows: found.length, now }
    return { ids: found, header: exportHeader(files, asked) }
  })
  const naming = inZone(makeNaming(files), zone)
  let first = true
  yield text.head(header)
  for (let from = 0; from < ids.length; from += pageRows) {
    const read = readDiscrepancies(files.cache, ids.slice(from, from + pageRows))
    const page = looksBack(stored) ? read.map(asFoundThen) : read
    const rows = page.flatMap((one): ExportedRow[] => {
      const row = toRow(one, naming, now)
      const word = accepted ? newestAcceptance(files.ledger, one.pairingId, one.fingerprint) : null
      return row ? [{ ...row, acceptance: word?.acceptance ?? null }] : []
    })
    if (rows.length === 0) continue
    yield text.rows(rows, first)
    first = false
  }
  yield text.tail
}
