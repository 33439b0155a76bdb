import { assertNever } from '#contract/assert-never'
import type { DiscrepancyRow, Evidence } from '#contract/discrepancies'
import { isCrowd, pairRestsOn } from '#contract/discrepancy-words'
import { type Span, toMs } from '#contract/time'

type CertaintyInput = { row: DiscrepancyRow; evidence: readonly Evidence[]; window: Span; open: boolean }

/** A second complete read confirms an absence when it comes at least this much later. */
const secondLookMs = 5 * 60_000

function absence({ row, evidence }: CertaintyInput): string {
  const name = row.side === 'left' ? row.leftSystem : row.rightSystem
  const about = evidence.filter((one) => one.side === row.side)
  const got = about.findLast((one) => one.how === 'get' && one.answer !== 'no-answer')
  if (got?.answer === 'absent') return `${name} does not have it: confirmed by asking for this record alone.`
  const lists = about.filter((one) => one.how === 'list' && one.answer === 'absent')
  const first = lists[0]
  const last = lists.at(-1)
  if (first && last && toMs(last.at) - toMs(first.at) >= secondLookMs) {
    return `${name} does not have it: absent in ${lists.length} complete reads.`
  }
  return `${name} does not list it, by one list read. The next complete read, at least five minutes later, confirms it.`
}

/** An overlap rests on nothing but the two bookings themselves; where no system has both, none could have warned. */
function overlapping({ members, label, leftSystem, rightSystem }: DiscrepancyRow): string {
  if (isCrowd({ members })) {
    return `${label}, of which the first ${members.length} are shown. A worker with so many is an agency or a placeholder, and double bookings among them cannot be told: enter who really works, or accept this difference where the name is meant.`
  }
  const together = members.every((one) => one.leftKey !== null) || members.every((one) => one.rightKey !== null)
  const known = 'Both bookings were read, and they take the same time of the same worker.'
  return together
    ? known
    : `${known} One stands at ${leftSystem} and the other at ${rightSystem}, so neither system can see it by itself.`
}

const aboutMoments = 'Times of changes are those of the first read that showed them.'

/** Said once for the whole discrepancy, where its sentences name such a moment. */
const namesMoments = ({ origin, differences }: DiscrepancyRow): boolean =>
  (origin?.at ?? null) !== null ||
  differences.some((one) => one.leftMovedAt !== undefined || one.rightMovedAt !== undefined)

/** What the pair itself rests on, where no ids tie it; empty where ids do, or where there is no pair. */
function aboutPair(row: DiscrepancyRow): string {
  const how = pairRestsOn(row)
  const booking = row.members.length > 0
  switch (how) {
    case 'rule':
      return booking
        ? 'That records of both systems are one of these bookings is in part a guess: neither names the other, and they are taken for the same by worker and time.'
        : 'The pair itself is a guess: neither record names the other, and they are taken for the same by worker and time.'
    case 'person':
      return booking
        ? 'That records of both systems are one of these bookings is in part what a person said, not what their ids say.'
        : 'That both records are the same is what a person said, not what their ids say.'
    case 'reference':
    case null:
      return ''
    default:
      return assertNever(how)
  }
}

/** What is known and how surely, what the pair rests on, and last what the moments named elsewhere are. */
export function describeCertainty(input: CertaintyInput): string {
  const known = describeKnown(input)
  if (!input.open) return known
  const more = [aboutPair(input.row), namesMoments(input.row) ? aboutMoments : '']
  return [known, ...more].filter((said) => said !== '').join(' ')
}

function describeKnown(input: CertaintyInput): string {
  const { row } = input
  const lacking = row.side === 'left' ? row.leftSystem : row.rightSystem
  if (!input.open) return 'Closed: the last compare did not find it any more.'
  switch (row.kind) {
    case 'only-left':
    case 'only-right':
      return absence(input)
    case 'differs':
      return `Both systems were read; they differ in ${row.differences.length === 1 ? 'one field' : `${row.differences.length} fields`}.`
    case 'duplicate':
      return `${row.side === null ? 'Both systems hold' : `${lacking} holds`} more than one record for the same thing.`
    case 'unverified':
      switch (row.reason) {
        case 'refused-record':
          return `Part of the record at ${lacking} could not be read, so both cannot be compared.`
        case 'absence-not-proven':
          return `${lacking} was not read completely since this record exists, so it is not known whether it is missing there.`
        case 'not-read-again':
          return `${lacking} was read only in part, and ${row.members.length > 0 ? 'one of these bookings' : 'this record'} was not among what was read. It may have changed there.`
        case 'listed-not-got':
          return `${lacking} leaves it out of its list for this window but returns it when asked for it alone: its list is incomplete, or it moved to another time there. It is not missing.`
        case 'linked-one-way':
          return 'One system names this record’s id and the other does not name it back, so it is not certain that both are the same.'
        case null:
          return 'Not verified.'
        default:
          return assertNever(row.reason)
      }
    case 'overlap':
      return overlapping(row)
    case 'missing-availability':
    case 'excess-availability':
      return ''
    default:
      return assertNever(row.kind)
  }
}
