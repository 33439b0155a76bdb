import { absentHere, type CalendarSpan } from '#contract/calendar'
import type { DiscrepancyRow } from '#contract/discrepancies'
import { fromMs, type Instant, type Span, toMs, type ZoneId } from '#contract/time'
import { spanWords, zoneNameOf } from '../../format/instant.ts'
import { type KindLook, rowKindWords } from '../../format/kind-words.ts'
import type { CalendarPick } from './calendar-grid-props.ts'
import { laneName } from './lane-words.ts'
import type { Listed } from './listed-shape.ts'
import { familyLook, markFamily } from './mark-family.ts'

function lanesOf({ thing, mark }: Listed, { things, discrepancies }: CalendarSpan): readonly number[] {
  if (thing === null) return discrepancies[mark]?.lanes ?? []
  return [things.leftLane[thing] ?? absentHere, things.rightLane[thing] ?? absentHere].filter(
    (lane) => lane !== absentHere,
  )
}

const rowOf = ({ mark }: Listed, { discrepancies }: CalendarSpan): DiscrepancyRow | undefined =>
  mark === null ? undefined : discrepancies[mark]?.row

/** What a line opens. */
export function pickOf(line: Listed, span: CalendarSpan): CalendarPick | null {
  const row = rowOf(line, span)
  if (row) return { kind: 'mark', fingerprint: row.fingerprint }
  return line.thing === null ? null : { kind: 'thing', thing: line.thing }
}

/** The line that shows what is open; null where none does. */
export function lineOfPick(lines: readonly Listed[], pick: CalendarPick | null, span: CalendarSpan): number | null {
  if (pick === null) return null
  const at = lines.findIndex((line) =>
    pick.kind === 'thing'
      ? line.mark === null && line.thing === pick.thing
      : rowOf(line, span)?.fingerprint === pick.fingerprint,
  )
  return at === -1 ? null : at
}

/** The zone's short name where it is the same throughout the span; empty where the clocks change within, and each line says its own. */
export function oneZoneName({ start, end }: Span, zone: ZoneId): string {
  const [first, last] = [zoneNameOf(start, zone), zoneNameOf(end, zone)]
  return first === last ? first : ''
}

export type ThingCells = {
  look: KindLook | null
  state: string
  lane: string
  label: string
  left: string
  right: string
}

type CellsInput = {
  line: Listed
  span: CalendarSpan
  zone: ZoneId
  /** Said once over the list, so that no line repeats it; empty where each says its own. */
  zoneName: string
  now: Instant
}

/** A line's cells as text: state, lane, what it is called, and what each system says of its time. */
export function thingCells({ line, span, zone, zoneName, now }: CellsInput): ThingCells {
  const times = (shown: Span): string => {
    const words = spanWords(shown, zone, now)
    return zoneName !== '' && words.endsWith(` ${zoneName}`) ? words.slice(0, -zoneName.length - 1) : words
  }
  const { things, lanes, labels } = span
  const row = rowOf(line, span)
  const spanOf = (start: number | undefined, end: number | undefined): Span => ({
    start: fromMs(toMs(span.span.start) + (start ?? 0) * 1000),
    end: fromMs(toMs(span.span.start) + (end ?? 0) * 1000),
  })
  const names = lanesOf(line, span).map((at) => {
    const lane = lanes[at]
    return lane ? laneName(lane) : ''
  })
  const cells = {
    look: row ? familyLook(markFamily(row)) : null,
    lane: [...new Set(names)].join(' / '),
  }
  const state = row ? `${rowKindWords(row)}${row.accepted ? ', accepted' : ''}` : ''
  if (line.thing === null) {
    const said = (side: 'leftKey' | 'rightKey'): string =>
      row?.members
        .filter((member) => member[side] !== null)
        .map((member) => times(member.span))
        .join('; ') || 'none'
    const label = row?.label ?? ''
    return { ...cells, state, label, left: said('leftKey'), right: said('rightKey') }
  }
  const at = line.thing
  const left = things.leftLane[at] === absentHere ? null : spanOf(things.leftStart[at], things.leftEnd[at])
  const right = things.rightLane[at] === absentHere ? null : spanOf(things.rightStart[at], things.rightEnd[at])
  return {
    ...cells,
    state: row ? state : thingState(at, span),
    label: labels[things.label[at] ?? 0] ?? '',
    left: left ? times(left) : 'none',
    right: right ? times(right) : 'none',
  }
}

/** What is said of a thing about which nothing is found: where both systems hold it within the judged window they agree. */
export function thingState(thing: number, { things, span, window }: CalendarSpan): 'In sync' | 'Not judged' {
  const onBoth = things.leftLane[thing] !== absentHere && things.rightLane[thing] !== absentHere
  if (!onBoth || window === null) return 'Not judged'
  const [from, to] = [window.start, window.end].map((at) => (toMs(at) - toMs(span.start)) / 1000)
  const judged = (things.leftStart[thing] ?? 0) < (to ?? 0) && (things.leftEnd[thing] ?? 0) > (from ?? 0)
  return judged ? 'In sync' : 'Not judged'
}

/** A thing's versions as the address says them: `l12r40`, `l12` or `r40`. */
export function thingAddress(thing: number, { things }: CalendarSpan): string {
  const said = (side: 'l' | 'r', version: number | undefined): string =>
    version === undefined || version === absentHere ? '' : `${side}${version}`
  return said('l', things.leftVersion[thing]) + said('r', things.rightVersion[thing])
}

/** The versions that an address names, by side. */
export function versionsOf(address: string): { left: number | null; right: number | null } {
  const [, left, right] = /^(?:l(\d+))?(?:r(\d+))?$/.exec(address) ?? []
  return { left: left === undefined ? null : Number(left), right: right === undefined ? null : Number(right) }
}

/** The thing with these versions; null where it is not in view. */
export function thingAt(address: string, { things }: CalendarSpan): number | null {
  const { left, right } = versionsOf(address)
  const at = things.leftVersion.findIndex(
    (version, thing) => version === (left ?? absentHere) && things.rightVersion[thing] === (right ?? absentHere),
  )
  return at === -1 ? null : at
}
