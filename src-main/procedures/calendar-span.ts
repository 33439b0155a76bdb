import { absentHere, type CalendarMark, type CalendarSpan } from '#contract/calendar'
import type { Fingerprint, PairingId } from '#contract/ids'
import { fromMs, type Instant, type Span, toMs } from '#contract/time'
import { type Lanes, laneOn, nameLanes, type Thing, toColumns } from '../core/calendar/place-things.ts'
import { atOneMoment } from '../storage/at-one-moment.ts'
import { compareInView } from '../storage/compare-history-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'
import { fingerprintsOf, foundAbout, type Looked, recordsOf, type SpanMs, thingsIn } from './calendar-things.ts'
import { groundOf } from './compare-ground.ts'
import { makeNaming, type Naming, toRow } from './discrepancy-row.ts'

type Files = { ledger: ReadDb; cache: ReadDb }

/** What every view of a pairing's calendar says of itself. */
export type CalendarHead = Pick<
  CalendarSpan,
  'compareId' | 'comparedAt' | 'window' | 'zone' | 'leftSystem' | 'rightSystem'
>

/** Which pairing is looked at, and where: `looked` is null where nothing was compared by then. */
export function calendarHead(
  { ledger, cache }: Files,
  { pairingId, asOf }: { pairingId: PairingId; asOf: Instant | undefined },
): { head: CalendarHead; looked: Looked | null; naming: Naming } {
  const naming = makeNaming({ ledger, cache })
  const pairing = loadPairing(ledger, pairingId)
  const names = naming(pairing.id)
  if (!names) throw new Error('a pairing stands without its facility')
  const compare = compareInView(cache, pairingId, asOf)
  const ground = compare && groundOf(cache, compare)
  const { leftSystem, rightSystem, facility } = names
  const shown = compare && {
    compareId: names.compareId(compare.number),
    comparedAt: compare.comparedAt,
    window: { start: fromMs(compare.startMs), end: fromMs(compare.endMs) },
  }
  return {
    head: {
      ...(shown ?? { compareId: null, comparedAt: null, window: null }),
      zone: facility.zone,
      leftSystem,
      rightSystem,
    },
    looked: compare && ground && { compare, ground, recipeId: pairing.recipeId },
    naming,
  }
}

/** In which lanes the things of these rows stand; a double booking stands where its members do. */
export function lanesByRecord(
  things: readonly Thing[],
  lanes: Lanes,
  rows: readonly StoredDiscrepancy[],
): (row: StoredDiscrepancy) => number[] {
  const asked = new Set(rows.flatMap(recordsOf))
  const placed = new Map<string, number[]>()
  for (const thing of things) {
    for (const record of [thing.left, thing.right]) {
      const name = record && `${record.side} ${record.key}`
      if (name === null || !asked.has(name)) continue
      const of = [...new Set([laneOn('left', thing, lanes), laneOn('right', thing, lanes)])]
      placed.set(
        name,
        of.filter((lane) => lane !== absentHere),
      )
    }
  }
  return (row) =>
    // A double booking is one of one lane, where a member's other copy may stand in another.
    row.otherGroup !== null && row.resource !== null && lanes.laneOf(row.resource) !== absentHere
      ? [lanes.laneOf(row.resource)]
      : [...new Set(recordsOf(row).flatMap((record) => placed.get(record) ?? []))].sort((a, b) => a - b)
}

/**
 * Which of these discrepancies is about a thing. Asked of every thing, while few are found: so their fingerprints are taken
 * apart, and none is made for each thing.
 */
function marksByHome(pairingId: PairingId, shown: readonly { stored: StoredDiscrepancy }[]): (thing: Thing) => number {
  const [pair, duplicate] = fingerprintsOf(pairingId, '')
  const of = (beginning: Fingerprint): Map<string, number> =>
    new Map(
      shown.flatMap(({ stored: { fingerprint } }, place) =>
        fingerprint.startsWith(beginning) ? [[fingerprint.slice(beginning.length), place]] : [],
      ),
    )
  const [pairs, duplicates] = [of(pair), of(duplicate)]
  return ({ home }) => duplicates.get(home) ?? pairs.get(home) ?? absentHere
}

/** What both systems hold in a span of a pairing, at one compare. Throws AppError `not-found` for the pairing. */
export function calendarSpan(
  files: Files,
  { pairingId, span, asOf, now }: { pairingId: PairingId; span: Span; asOf: Instant | undefined; now: Instant },
): CalendarSpan {
  return atOneMoment(files.cache, () => {
    const { head, looked, naming } = calendarHead(files, { pairingId, asOf })
    const within: SpanMs = { startMs: toMs(span.start), endMs: toMs(span.end) }
    const things = looked ? thingsIn(files.cache, looked, within) : []
    const found = looked ? foundAbout(files.cache, looked, { things, span: within, asOf }) : []
    const lanes = nameLanes(things)
    const lanesOf = lanesByRecord(things, lanes, found)
    const shown = found.flatMap((stored): { stored: StoredDiscrepancy; mark: CalendarMark }[] => {
      const row = toRow(stored, naming, now)
      return row ? [{ stored, mark: { row, lanes: lanesOf(stored) } }] : []
    })
    const markOf = marksByHome(pairingId, shown)
    const columns = toColumns(things, { lanes, fromMs: within.startMs, markOf })
    return { ...head, span, lanes: lanes.lanes, ...columns, discrepancies: shown.map(({ mark }) => mark) }
  })
}
