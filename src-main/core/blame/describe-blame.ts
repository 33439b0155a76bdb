import { assertNever } from '#contract/assert-never'
import type { DiscrepancyRow, Origin, OverlapMember } from '#contract/discrepancies'
import { isCrowd } from '#contract/discrepancy-words'
import { otherSide, type SideName } from '#contract/ids'
import { wallClock } from '#contract/time'
import { describeFields, type Naming } from './describe-fields.ts'
import { listWords, momentWords } from './moment-words.ts'

/** What a row's sentence is made of. */
export type BlameInput = Pick<
  DiscrepancyRow,
  'kind' | 'reason' | 'side' | 'differences' | 'origin' | 'members' | 'span' | 'who'
>

function oneSided(origin: Origin | null, lacking: SideName, { systems, zone }: Naming): string {
  const [present, other] = [systems[otherSide(lacking)], systems[lacking]]
  if (origin === null) return `${present} has it; ${other} does not.`
  const when = origin.at === null ? '' : ` on ${momentWords(origin.at, zone)}`
  switch (origin.how) {
    case 'deleted':
      return `${other} deleted it${when}; ${present} still has it.`
    case 'created':
      return `${present} created it${when}; ${other} never had it.`
    case 'never-agreed':
      return `${present} has it, ${other} does not; they never agreed on it, as far as Plumbline has read them.`
    default:
      return assertNever(origin.how)
  }
}

/** A member that stands on one side only says where; one that both hold is simply booked. */
function memberWords({ label, leftKey, rightKey }: OverlapMember, { systems }: Naming): string {
  const name = label === '' ? 'a booking without a label' : label
  if (leftKey !== null && rightKey !== null) return name
  return `${name} (at ${leftKey === null ? systems.right : systems.left})`
}

/**
 * Two bookings of one worker, or a crowd; `suspected` where one of them was not read again, so that it may have moved away.
 * Dates only where the time shared reaches into another day, offsets only where the clocks change within it.
 */
function overlap({ span, members, who, side }: BlameInput, naming: Naming, suspected: boolean): string {
  const [start, end] = [wallClock(span.start, naming.zone), wallClock(span.end, naming.zone)]
  const words = (instant: typeof span.start): string => {
    const { time, offset } = wallClock(instant, naming.zone)
    const dated = start.date === end.date ? time : momentWords(instant, naming.zone, [span.start, span.end])
    return start.offset === end.offset ? dated : `${dated} (${offset})`
  }
  const person = who === '' ? 'The same worker' : who
  if (isCrowd({ members })) {
    return `${person} is booked at least ${members.length} times at once from ${words(span.start)} to ${words(span.end)}, so the name stands for no one person; where so many stand, its bookings are not held against each other.`
  }
  const what = listWords(members.map((one) => memberWords(one, naming)))
  const said = `booked twice from ${words(span.start)} to ${words(span.end)}: ${what}`
  if (!suspected) return `${person} is ${said}.`
  const missed = side === null ? 'one system' : naming.systems[side]
  return `${person} may be ${said}; the newest read of ${missed} did not reach both.`
}

function unverified({ reason, side }: BlameInput, { systems }: Naming): string {
  const system = side === null ? 'one system' : systems[side]
  switch (reason) {
    case 'refused-record':
      return `Part of the record at ${system} could not be read, so it is not known who moved what.`
    case 'absence-not-proven':
      return `Whether ${system} has it is not known: it was not read completely.`
    case 'not-read-again':
      return `Whether anything moved at ${system} is not known: the newest read did not reach this record.`
    case 'listed-not-got':
      return `Missing from the list of ${system}, which returns it when asked for it alone.`
    case 'linked-one-way':
      return 'One system names this record’s id and the other does not name it back.'
    case null:
      return 'Not verified, so it is not known who moved what.'
    default:
      return assertNever(reason)
  }
}

/**
 * The one sentence of a row: who moved, created, deleted or doubled what, and when, in the systems' own names and on
 * the wall clock of `zone`. A moment is that of the first read which showed it; vendors do not say when it was entered.
 */
export function describeBlame(row: BlameInput, naming: Naming): string {
  switch (row.kind) {
    case 'differs':
      return describeFields(row.differences, naming)
    case 'only-left':
      return oneSided(row.origin, 'right', naming)
    case 'only-right':
      return oneSided(row.origin, 'left', naming)
    case 'duplicate':
      return `${row.side === null ? 'Both systems hold' : `${naming.systems[row.side]} holds`} more than one record for it.`
    case 'overlap':
      return overlap(row, naming, false)
    case 'unverified':
      return row.members.length > 0 ? overlap(row, naming, true) : unverified(row, naming)
    case 'missing-availability':
    case 'excess-availability':
      return ''
    default:
      return assertNever(row.kind)
  }
}
