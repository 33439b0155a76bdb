import type { DiscrepancyRow, Evidence, StoredRecord } from '#contract/discrepancies'
import { otherSide, type SideName } from '#contract/ids'
import type { CompareGround, CompareRow } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { listStandingEvidence } from '../storage/evidence-store.ts'
import { listReadsSince, loadSnapshot } from '../storage/snapshot-store.ts'
import { groundOf } from './compare-ground.ts'

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
  { system, byKeys }: { system: string; byKeys: boolean | undefined },
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
function absenceLines(
  db: ReadDb,
  { sideId, at }: CompareGround['left'],
  { stored, compare, system }: { stored: StoredDiscrepancy; compare: CompareRow; system: string },
): Evidence[] {
  if (stored.side === null) return []
  const side = stored.side
  return listReadsSince(db, sideId, { ...stored, compare: compare.number, at }).map((read) => {
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
  const ground = groundOf(db, compare)
  const lines: Evidence[] = []
  for (const side of ['left', 'right'] as const) {
    const at = ground?.[side]
    const shown = { system: systems[side], byKeys: at && loadSnapshot(db, at.sideId, at.at)?.readBy === 'keys' }
    lines.push(...records[side].map((record) => presentLine(record, side, shown)))
    const lacks = stored.side === side && records[side].length === 0 && records[otherSide(side)].length > 0
    if (at && lacks) lines.push(...absenceLines(db, at, { stored, compare, system: systems[side] }))
  }
  if (ground) {
    const about = { pairingId: stored.pairingId, groupKey: stored.groupKey, upTo: compare.number }
    for (const one of listStandingEvidence(db, ground, about)) {
      const tell = `${systems[one.side]}, asked for this record alone, ${answers[one.answer]}.`
      lines.push({ at: one.askedAt, side: one.side, how: 'get', answer: one.answer, tell })
    }
  }
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
