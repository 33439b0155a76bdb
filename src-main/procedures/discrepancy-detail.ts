import type { DetailField, DiscrepancyDetail, DiscrepancyRow, Evidence, StoredRecord } from '#contract/discrepancies'
import { otherSide, type SideName } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { fromMs } from '#contract/time'
import { describeCertainty } from '../core/compare/describe-certainty.ts'
import { comparedValues } from '../core/compare/differing-fields.ts'
import { type CompareRow, compareIdOf, loadGroupSide, newestCompare } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { listEvidence } from '../storage/evidence-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'
import { findSide, listReadsSince } from '../storage/snapshot-store.ts'
import { loadStoredRecord } from '../storage/stored-record-store.ts'

type Files = { ledger: ReadDb; cache: ReadDb }

function sideAt(cache: ReadDb, stored: StoredDiscrepancy, compare: CompareRow, side: SideName) {
  const row = findSide(cache, stored.pairingId, side)
  const at = side === 'left' ? compare.leftSnapshot : compare.rightSnapshot
  return row ? { sideId: row.id, at } : null
}

function evidenceLines(
  cache: ReadDb,
  stored: StoredDiscrepancy,
  row: DiscrepancyRow,
  records: Record<SideName, StoredRecord[]>,
): Evidence[] {
  const name = (side: SideName): string => (side === 'left' ? row.leftSystem : row.rightSystem)
  const lines: Evidence[] = []
  for (const side of ['left', 'right'] as const) {
    for (const record of records[side]) {
      const tell = record.refusedPointer
        ? `${name(side)} sent this record, but part of it could not be read (${record.refusedPointer}).`
        : record.unread
          ? `${name(side)} had it when it was last read; the newest read did not reach it.`
          : `${name(side)} listed it.`
      lines.push({ at: record.readAt, side, how: 'list', answer: record.refusedPointer ? 'refused' : 'present', tell })
    }
  }
  if (stored.side !== null && records[stored.side].length === 0) {
    const sideRow = findSide(cache, stored.pairingId, stored.side)
    const present = records[otherSide(stored.side)][0]
    for (const read of sideRow && present ? listReadsSince(cache, sideRow.id, stored) : []) {
      const without =
        read.readBy === 'keys'
          ? 'was asked for every named record and does not know it'
          : 'was read completely and did not list it'
      const tell = `${name(stored.side)} ${read.complete ? without : 'was read only in part'}.`
      lines.push({
        at: read.at,
        side: stored.side,
        how: read.readBy === 'keys' ? 'get' : 'list',
        answer: read.complete ? 'absent' : 'no-answer',
        tell,
      })
    }
  }
  for (const one of listEvidence(cache, stored.pairingId, stored.fingerprint)) {
    const words = {
      present: 'returned it',
      absent: 'does not know it',
      refused: 'returned it, but it could not be read',
      'no-answer': 'did not answer',
    }
    lines.push({
      at: one.askedAt,
      side: one.side,
      how: 'get',
      answer: one.answer,
      tell: `${name(one.side)}, asked for this record alone, ${words[one.answer]}.`,
    })
  }
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** One discrepancy in full, as of the compare in view; a closed one as of its last open compare's newest data. */
export function discrepancyDetail(
  { ledger, cache }: Files,
  stored: StoredDiscrepancy,
  row: DiscrepancyRow,
): DiscrepancyDetail {
  const pairing = loadPairing(ledger, stored.pairingId)
  const compare = newestCompare(cache, stored.pairingId)
  if (!compare) throw new Error('a discrepancy stands without a compare')
  const recipe = recipes[pairing.recipeId]
  const ignored = new Set(pairing.policy.ignoredFields)
  const grounds = { left: sideAt(cache, stored, compare, 'left'), right: sideAt(cache, stored, compare, 'right') }
  const versions = {
    left: grounds.left ? loadGroupSide(cache, 'left', grounds.left, stored.groupKey) : [],
    right: grounds.right ? loadGroupSide(cache, 'right', grounds.right, stored.groupKey) : [],
  }
  const records = {
    left: versions.left.map((version) => loadStoredRecord(cache, version)),
    right: versions.right.map((version) => loadStoredRecord(cache, version)),
  }
  const valuesOf = (side: SideName) => {
    const version = versions[side].find((one) => one.state === 'read')
    return version ? comparedValues(version, recipe.fields) : null
  }
  const values = { left: valuesOf('left'), right: valuesOf('right') }
  const fields = recipe.fields.map(({ name, label, type }): DetailField => {
    const left = values.left?.[name]
    const right = values.right?.[name]
    const base = stored.base?.[name]
    return {
      field: name,
      label,
      type,
      ...(left === undefined ? {} : { left }),
      ...(right === undefined ? {} : { right }),
      ...(base === undefined ? {} : { base }),
      differs: values.left !== null && values.right !== null && left !== right && !ignored.has(name),
      ignored: ignored.has(name),
    }
  })
  const evidence = evidenceLines(cache, stored, row, records)
  return {
    row,
    compareId: compareIdOf(cache, compare),
    comparedAt: compare.comparedAt,
    open: stored.ended === null,
    closed: stored.closed === 'changed' ? null : stored.closed,
    fields,
    left: records.left,
    right: records.right,
    evidence,
    certainty: describeCertainty({
      row,
      evidence,
      window: { start: fromMs(compare.startMs), end: fromMs(compare.endMs) },
      open: stored.ended === null,
    }),
  }
}
