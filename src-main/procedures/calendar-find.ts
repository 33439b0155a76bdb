import type { FoundRecord } from '#contract/calendar'
import type { Pairing } from '#contract/pairings'
import { fromMs, type Instant, toMs } from '#contract/time'
import { atOneMoment } from '../storage/at-one-moment.ts'
import { listByKeyStart } from '../storage/calendar-store.ts'
import { newestCompare } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { listNearestHolding } from '../storage/discrepancy-history-store.ts'
import { findOpenAmong, type StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { makeMatchView } from '../storage/match-store.ts'
import { findSide } from '../storage/snapshot-store.ts'
import { fingerprintsOf, namingFieldsOf } from './calendar-things.ts'
import { makeNaming, type Naming } from './discrepancy-row.ts'

/** How many places are offered at most. */
const offered = 20

type Place = Pick<FoundRecord, 'pairingId' | 'side' | 'key' | 'who' | 'label' | 'fingerprint'> & {
  startMs: number
  endMs: number
}

const sides = ['left', 'right'] as const

const nearestFirst =
  (nowMs: number) =>
  (a: { startMs: number }, b: { startMs: number }): number =>
    Math.abs(a.startMs - nowMs) - Math.abs(b.startMs - nowMs)

/** Records of a pairing whose id begins with the text, nearest first, with what is open about each. */
function placesByKey(cache: ReadDb, pairing: Pairing, { text, nowMs }: { text: string; nowMs: number }): Place[] {
  const fields = namingFieldsOf(pairing.recipeId)
  const compare = newestCompare(cache, pairing.id)
  const matches = compare && makeMatchView(cache, compare)
  const listed = sides.flatMap((side) => {
    const row = findSide(cache, pairing.id, side)
    return row ? listByKeyStart(cache, { side, sideId: row.id, text, fields, nowMs, limit: offered }) : []
  })
  const nearest = listed.sort(nearestFirst(nowMs)).slice(0, offered)
  const asked = nearest.map(({ groupKey }) => fingerprintsOf(pairing.id, matches?.leftOf(groupKey) ?? groupKey))
  const open = findOpenAmong(cache, pairing.id, asked.flat())
  return nearest.map(({ side, key, startMs, endMs, name, label }, index) => {
    const fingerprint = asked[index]?.find((one) => open.has(one)) ?? null
    return { pairingId: pairing.id, side, key, startMs, endMs, who: name, label, fingerprint }
  })
}

/** Where a discrepancy is: at its left record, else at its right one. */
function placeOf({ pairingId, fingerprint, leftKey, rightKey, ...row }: StoredDiscrepancy): Place[] {
  const { startMs, endMs, who, label } = row
  const [side, key] = leftKey === null ? (['right', rightKey] as const) : (['left', leftKey] as const)
  return key === null ? [] : [{ pairingId, side, key, startMs, endMs, who, label, fingerprint }]
}

function toFound(naming: Naming, { startMs, endMs, ...place }: Place): FoundRecord[] {
  const names = naming(place.pairingId)
  if (!names) return []
  const { facility, leftSystem, rightSystem } = names
  return [
    {
      ...place,
      facilityId: facility.id,
      facility: facility.name,
      zone: facility.zone,
      system: place.side === 'left' ? leftSystem : rightSystem,
      span: { start: fromMs(startMs), end: fromMs(endMs) },
    },
  ]
}

/**
 * Records of these pairings whose id begins with the text as it is written, and open discrepancies that hold it, however
 * it is written; at most 20, nearest to now first.
 */
export function findInCalendar(
  files: { ledger: ReadDb; cache: ReadDb },
  { pairings, text, now }: { pairings: readonly Pairing[]; text: string; now: Instant },
): FoundRecord[] {
  const { cache } = files
  const naming = makeNaming(files)
  const nowMs = toMs(now)
  return atOneMoment(cache, () => {
    const ids = pairings.map(({ id }) => id)
    const records = pairings.flatMap((pairing) => placesByKey(cache, pairing, { text, nowMs }))
    const holding = listNearestHolding(cache, { pairings: ids, text, nowMs, limit: offered }).flatMap(placeOf)
    const told = new Set(records.flatMap(({ fingerprint }) => fingerprint ?? []))
    return [...records, ...holding.filter(({ fingerprint }) => fingerprint === null || !told.has(fingerprint))]
      .sort(nearestFirst(nowMs))
      .slice(0, offered)
      .flatMap((place) => toFound(naming, place))
  })
}
