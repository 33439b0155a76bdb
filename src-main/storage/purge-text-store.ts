import type { PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'
import { findSide } from './snapshot-store.ts'

/** What stands in a text's place; the triggers of the ledger allow this one change. */
const removed = '(removed)'

/** Something of the ledger whose text may have to go: `about` is a fingerprint, or the keys of both records. */
export type TextRow = { pairingId: PairingId; about: string; other: string; at: Instant }

const written = `<> '' AND`
const candidates = {
  discrepancy_decisions: `SELECT pairing_id AS pairingId, fingerprint AS about, '' AS other, max(decided_at) AS at
    FROM discrepancy_decisions WHERE reason ${written} reason <> '${removed}' GROUP BY 1, 2`,
  match_decisions: `SELECT pairing_id AS pairingId, left_key AS about, right_key AS other, max(decided_at) AS at
    FROM match_decisions WHERE reason ${written} reason <> '${removed}' GROUP BY 1, 2, 3`,
  notes: `SELECT pairing_id AS pairingId, fingerprint AS about, '' AS other, max(ends_at) AS at
    FROM notes WHERE text ${written} text <> '${removed}' GROUP BY 1, 2`,
}
export type TextTable = keyof typeof candidates
export const textTables: readonly TextTable[] = ['discrepancy_decisions', 'match_decisions', 'notes']

/** What of a table still has a text. */
export const listTexts = (ledger: ReadDb, table: TextTable): TextRow[] =>
  prepared(ledger, candidates[table]).all() as TextRow[]

/** When the cache file was made: what was decided before, it may never have known. */
const cacheMadeAt = (cache: ReadDb): Instant =>
  prepared(cache, 'SELECT created_at FROM cache_meta WHERE id = 1').pluck().get() as Instant

const isStored = (cache: ReadDb, { pairingId, about }: TextRow): boolean =>
  prepared(
    cache,
    'SELECT 1 FROM discrepancy INDEXED BY discrepancy_history WHERE pairing_id = ? AND fingerprint = ?',
  ).get(pairingId, about) !== undefined
const isOpen = (cache: ReadDb, { pairingId, about }: TextRow): boolean =>
  prepared(cache, 'SELECT 1 FROM discrepancy WHERE pairing_id = ? AND fingerprint = ? AND ended IS NULL').get(
    pairingId,
    about,
  ) !== undefined
const isHeld = (cache: ReadDb, pairingId: PairingId, side: 'left' | 'right', key: string): boolean => {
  const found = findSide(cache, pairingId, side)
  if (!found) return false
  const any = (ended: 'IS NULL' | 'IS NOT NULL'): boolean =>
    prepared(cache, `SELECT 1 FROM record_version WHERE side_id = ? AND record_key = ? AND ended ${ended} LIMIT 1`).get(
      found.id,
      key,
    ) !== undefined
  return any('IS NULL') || any('IS NOT NULL')
}

/**
 * True where the item of a text ended before this moment, as far as the cache knows: nothing of it is stored there any
 * more. A cache that was made anew since does not know what it held before; there the moment of the decision counts.
 */
export function isOver(
  cache: ReadDb,
  { table, row, before }: { table: TextTable; row: TextRow; before: Instant },
): boolean {
  const { pairingId, about, other, at } = row
  // A note says itself when its item ends; one that was moved to a later time stays open.
  if (table === 'notes') return at < before && !isOpen(cache, row)
  if (at >= before && at < cacheMadeAt(cache)) return false
  if (table === 'discrepancy_decisions') return !isStored(cache, row)
  return !isHeld(cache, pairingId, 'left', about) && !isHeld(cache, pairingId, 'right', other)
}

const removals: Readonly<Record<TextTable, string>> = {
  discrepancy_decisions: `UPDATE discrepancy_decisions SET reason = '${removed}' WHERE pairing_id = :pairingId
    AND fingerprint = :about AND reason ${written} reason <> '${removed}'`,
  match_decisions: `UPDATE match_decisions SET reason = '${removed}' WHERE pairing_id = :pairingId
    AND left_key = :about AND right_key = :other AND reason ${written} reason <> '${removed}'`,
  notes: `UPDATE notes SET text = '${removed}' WHERE pairing_id = :pairingId AND fingerprint = :about
    AND text ${written} text <> '${removed}'`,
}

/** Removes the texts of these; ids, decisions and moments stay. Returns how many there were. */
export function removeTexts(ledger: WriteDb, table: TextTable, rows: readonly TextRow[]): number {
  const remove = prepared(ledger, removals[table])
  return ledger.transaction(() => rows.reduce((sum, row) => sum + remove.run(row).changes, 0))
}

/**
 * Removes texts that say by themselves when their item ended: follow-ups, and why somebody accepted a read. A
 * follow-up stays until it has been closed for as long, so that one closed by mistake can be opened again. Returns how many there were.
 */
export const removeDatedTexts = (ledger: WriteDb, before: Instant): number =>
  ledger.transaction(() => {
    const followUps = `UPDATE follow_ups SET text = '${removed}' WHERE ends_at < :before AND closed_at < :before
      AND text <> '${removed}'`
    const reads = `UPDATE accepted_reads SET reason = '${removed}' WHERE accepted_at < :before AND reason <> '${removed}'`
    return [followUps, reads].reduce((sum, text) => sum + prepared(ledger, text).run({ before }).changes, 0)
  })
