import type { DiscrepancyFilter, DiscrepancyOrder } from '#contract/discrepancies'
import type { Pairing } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { atOneMoment } from '../storage/at-one-moment.ts'
import type { ReadDb } from '../storage/database.ts'
import { newestAcceptance } from '../storage/discrepancy-decision-store.ts'
import { openDiscrepancyIds, readDiscrepancies } from '../storage/discrepancy-export-store.ts'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'
import { makeNaming, toRow } from './discrepancy-row.ts'
import { exportHeader } from './export-header.ts'
import { csvText, type ExportedRow, jsonText } from './export-text.ts'

const pageRows = 500

type ExportInput = {
  /** The pairings that `stored` names. */
  pairings: readonly Pairing[]
  filter: DiscrepancyFilter
  stored: StoredFilter
  order: DiscrepancyOrder
  format: 'csv' | 'json'
  withNames: boolean
  now: Instant
}

/**
 * The open discrepancies under the filter as a file's text, in parts of at most 500 rows. Which rows, and the header,
 * are read at one moment at the start; a sync that ends meanwhile doubles and skips nothing.
 */
export function* exportDiscrepancies(
  files: { ledger: ReadDb; cache: ReadDb },
  { pairings, filter, stored, order, format, withNames, now }: ExportInput,
): Generator<string, void, void> {
  const accepted = filter.accepted === true
  const text = { csv: csvText, json: jsonText }[format]({ withNames, accepted })
  const { ids, header } = atOneMoment(files.cache, () => {
    const found = openDiscrepancyIds(files.cache, stored, order)
    return { ids: found, header: exportHeader(files, { pairings, filter, order, withNames, rows: found.length, now }) }
  })
  const naming = makeNaming(files)
  let first = true
  yield text.head(header)
  for (let from = 0; from < ids.length; from += pageRows) {
    const page = readDiscrepancies(files.cache, ids.slice(from, from + pageRows))
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
