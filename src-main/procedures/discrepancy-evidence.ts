import type { DiscrepancyRow, Evidence, StoredRecord } from '#contract/discrepancies'
import { otherSide, type SideName } from '#contract/ids'
import type { CompareRow } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { listStandingEvidence } from '../storage/evidence-store.ts'
import { findSide, listReadsSince, loadSnapshot, type SideRow } from '../storage/snapshot-store.ts'

type EvidenceInput = {
  stored: StoredDiscrepancy
  row: DiscrepancyRow
  records: Readonly<Record<SideName, readonly StoredRecord[]>>
  compare: CompareRow
}

const answers = {
  present: 'returned it',
  absent: 'does not know it',
  refused: 'returned it, but it could not be read',
  'no-answer': 'did not answer',
}

function presentLine(
  record: StoredRecord,
  side: SideName,
  { system, byKeys }: { system: string; byKeys: boolean },
): Evidence {
  const how = byKeys ? 'get' : 'list'
  const at = record.readAt
  if (record.refusedPointer !== null) {
    const tell = `${system} sent this record, but part of it could not be read (${record.refusedPointer}).`
    return { at, side, how, answer: 'refused', tell }
  }
  if (record.unread) {
    const tell = `${system} had it when it was last read; the newest read did not reach it.`
    return { at, side, how, answer: 'present', tell }
  }
  return {
    at,
    side,
    how,
    answer: 'present',
    tell: byKeys ? `${system} returned it when asked for it.` : `${system} listed it.`,
  }
}

/** Reads of the side that lacks it, since it last held it: those that could have returned it and did not. */
function absenceLines(db: ReadDb, sideRow: SideRow, stored: StoredDiscrepancy, system: string): Evidence[] {
  if (stored.side === null) return []
  const side = stored.side
  return listReadsSince(db, sideRow.id, stored).map((read) => {
    const byKeys = read.readBy === 'keys'
    const without = byKeys
      ? 'was asked for every named record and does not know it'
      : 'was read completely and did not list it'
    return {
      at: read.at,
      side,
      how: byKeys ? 'get' : 'list',
      answer: read.complete ? 'absent' : 'no-answer',
      tell: `${system} ${read.complete ? without : 'was read only in part'}.`,
    }
  })
}

/** How we know, in the order it became known. Only what still says something: nothing from before the record came back. */
export function discrepancyEvidence(db: ReadDb, { stored, row, records, compare }: EvidenceInput): Evidence[] {
  const systems = { left: row.leftSystem, right: row.rightSystem }
  const rows = { left: findSide(db, stored.pairingId, 'left'), right: findSide(db, stored.pairingId, 'right') }
  const lines: Evidence[] = []
  for (const side of ['left', 'right'] as const) {
    const sideRow = rows[side]
    const published = sideRow?.published ? loadSnapshot(db, sideRow.id, sideRow.published) : null
    const shown = { system: systems[side], byKeys: published?.readBy === 'keys' }
    lines.push(...records[side].map((record) => presentLine(record, side, shown)))
    const lacks = stored.side === side && records[side].length === 0 && records[otherSide(side)].length > 0
    if (sideRow && lacks) lines.push(...absenceLines(db, sideRow, stored, systems[side]))
  }
  if (rows.left && rows.right) {
    const ground = {
      left: { sideId: rows.left.id, at: compare.leftSnapshot },
      right: { sideId: rows.right.id, at: compare.rightSnapshot },
    }
    for (const one of listStandingEvidence(db, ground, stored.pairingId, stored.groupKey)) {
      const tell = `${systems[one.side]}, asked for this record alone, ${answers[one.answer]}.`
      lines.push({ at: one.askedAt, side: one.side, how: 'get', answer: one.answer, tell })
    }
  }
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
