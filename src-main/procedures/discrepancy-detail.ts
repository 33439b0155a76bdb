import type { DetailField, DiscrepancyDetail, DiscrepancyRow } from '#contract/discrepancies'
import { type SideName } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { fromMs } from '#contract/time'
import { describeCertainty } from '../core/compare/describe-certainty.ts'
import { comparedValues } from '../core/compare/differing-fields.ts'
import { type CompareRow, compareIdOf, loadGroupSide, newestCompare } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'
import { findSide } from '../storage/snapshot-store.ts'
import { loadStoredRecord } from '../storage/stored-record-store.ts'
import { discrepancyEvidence } from './discrepancy-evidence.ts'

type Files = { ledger: ReadDb; cache: ReadDb }

function sideAt(cache: ReadDb, stored: StoredDiscrepancy, compare: CompareRow, side: SideName) {
  const row = findSide(cache, stored.pairingId, side)
  const at = side === 'left' ? compare.leftSnapshot : compare.rightSnapshot
  return row ? { sideId: row.id, at } : null
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
  const evidence = discrepancyEvidence(cache, { stored, row, records, compare })
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
