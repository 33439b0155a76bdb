import type { DetailField, DiscrepancyDetail, DiscrepancyRow, StoredRecord } from '#contract/discrepancies'
import { type SideName } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import { type ComparedField, recipes } from '#contract/recipes'
import { fromMs, Instant } from '#contract/time'
import { describeFields } from '../core/blame/describe-fields.ts'
import { describeTimeHint } from '../core/blame/time-hints.ts'
import { describeCertainty } from '../core/compare/describe-certainty.ts'
import { comparedValues } from '../core/compare/differing-fields.ts'
import { loadGroup } from '../runs/compare-basis.ts'
import { type CompareRow, compareIdOf } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { newestAcceptance } from '../storage/discrepancy-decision-store.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { makeMatchView } from '../storage/match-store.ts'
import { listNotes } from '../storage/note-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'
import { loadStoredRecord } from '../storage/stored-record-store.ts'
import { valueMoved } from '../storage/values-mark.ts'
import { groundOf } from './compare-ground.ts'
import { discrepancyEvidence } from './discrepancy-evidence.ts'
import { discrepancyHistory } from './discrepancy-timeline.ts'
import { linkFindings } from './link-findings.ts'
import { pairMatch } from './pair-match.ts'
import { riskOf } from './risk-of.ts'

type Files = { ledger: ReadDb; cache: ReadDb }

type DetailInput = {
  stored: StoredDiscrepancy
  row: DiscrepancyRow
  /** The compare in view. */
  compare: CompareRow
  /** Given in time travel. */
  asOf: Instant | undefined
  now: Instant
}

type Values = ReturnType<typeof comparedValues>
type SideRead = { values: Values | null; record: StoredRecord | undefined }

/** One field on both sides, with who moved it and what the clocks say about it. */
function detailField(
  { name, label, type, group }: ComparedField,
  { left, right }: { left: SideRead; right: SideRead },
  { stored, row, pairing }: { stored: StoredDiscrepancy; row: DiscrepancyRow; pairing: Pairing },
): DetailField {
  const ignored = pairing.policy.ignoredFields.includes(name)
  const [l, r, base] = [left.values?.[name], right.values?.[name], stored.base?.[name]]
  const differs = left.values !== null && right.values !== null && l !== r && !ignored
  const systems = { left: row.leftSystem, right: row.rightSystem }
  const moved = differs ? stored.differences.filter((one) => one.field === name) : []
  const written = ({ values, record }: SideRead, side: SideName) => {
    const at = Instant.safeParse(values?.[name])
    const text = name === 'start' ? record?.written.start : name === 'end' ? record?.written.end : undefined
    return at.success && text !== undefined ? { at: at.data, written: text, system: systems[side] } : null
  }
  const times = type === 'instant' ? { left: written(left, 'left'), right: written(right, 'right') } : null
  return {
    field: name,
    label,
    group,
    trusted: pairing.policy.trusted[group],
    type,
    ...(l === undefined ? {} : { left: l }),
    ...(r === undefined ? {} : { right: r }),
    ...(base === undefined ? {} : { base }),
    differs,
    ignored,
    blame: describeFields(moved, { systems, zone: row.zone }),
    hint: times?.left && times.right ? describeTimeHint({ left: times.left, right: times.right, zone: row.zone }) : '',
  }
}

/**
 * One discrepancy in full, as of the compare in view: the newest, or the one that the moment `asOf` shows. What people
 * decided about it is left out of time travel; what happened to it is told up to then.
 * An overlap, suspected or not, shows the records of both its groups and no fields: the two are different things, so nothing is compared.
 */
export function discrepancyDetail(
  { ledger, cache }: Files,
  { stored, row, compare, asOf, now }: DetailInput,
): DiscrepancyDetail {
  const pairing = loadPairing(ledger, stored.pairingId)
  const recipe = recipes[pairing.recipeId]
  const ground = groundOf(cache, compare)
  const matches = makeMatchView(cache, compare)
  // What closed because its record was matched shows the pair it now belongs to; so may both of a former overlap.
  const groups = new Set(
    [stored.groupKey, stored.otherGroup ?? stored.groupKey].map((key) => matches.leftOf(key) ?? key),
  )
  const held = ground ? [...groups].map((group) => loadGroup(cache, { ground, matches }, group)) : []
  const versions = { left: held.flatMap(({ left }) => left), right: held.flatMap(({ right }) => right) }
  const records = {
    left: versions.left.map((version) => loadStoredRecord(cache, version, compare.leftSnapshot)),
    right: versions.right.map((version) => loadStoredRecord(cache, version, compare.rightSnapshot)),
  }
  const readOf = (side: SideName): SideRead => {
    const index = versions[side].findIndex((one) => one.state === 'read')
    const version = versions[side][index]
    return { values: version ? comparedValues(version, recipe.fields) : null, record: records[side][index] }
  }
  const reads = { left: readOf('left'), right: readOf('right') }
  const accepted = asOf === undefined ? newestAcceptance(ledger, stored.pairingId, stored.fingerprint) : null
  const compared = stored.otherGroup === null ? recipe.fields : []
  const fields = compared.map((field) => detailField(field, reads, { stored, row, pairing }))
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
    match: pairMatch({ ledger, cache }, stored, compare, versions),
    links: ground ? linkFindings(cache, { row, recipeId: pairing.recipeId, compare, ground, versions, evidence }) : [],
    risk: riskOf(stored, asOf ?? now),
    acceptance: accepted?.acceptance ?? null,
    movedSinceAccepted: accepted !== null && valueMoved(accepted.valuesMark, stored.valuesMark),
    ...discrepancyHistory({ ledger, cache }, { pairing, stored, row, compare, ground, asOf: asOf ?? null }),
    notes: listNotes(ledger, stored.pairingId, stored.fingerprint).filter(({ at }) => asOf === undefined || at <= asOf),
  }
}
