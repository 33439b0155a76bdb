import type { Acceptance, DiscrepancyRow } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { dayTimeOf, zoneNameOf } from '../../format/instant.ts'

type Accepted = Pick<DiscrepancyRow, 'accepted' | 'zone' | 'leftSystem' | 'rightSystem'>

/** An acceptance that holds, or one that is over, and why where that is known; `moved` says that a value moved since. */
export function acceptedWords(
  { by, at, until }: Acceptance,
  moved: boolean,
  { accepted, zone, leftSystem, rightSystem }: Accepted,
  now: Instant,
): { title: string; text: string } {
  const moment = (instant: Instant): string => `${dayTimeOf(instant, zone, now)} ${zoneNameOf(instant, zone)}`
  const who = `${by}, ${moment(at)}.`
  if (accepted) {
    const values = `a value moves in ${leftSystem} or ${rightSystem}`
    const ends = until === null ? `Until ${values}.` : `Until ${moment(until)}, or earlier when ${values}.`
    return { title: 'Accepted', text: `by ${who} ${ends}` }
  }
  const over = moved ? 'A value has moved since.' : 'It holds no more.'
  const ended = until !== null && until <= now ? `Its time was over ${moment(until)}.` : over
  return { title: 'Was accepted', text: `by ${who} ${ended}` }
}
