import { exactDurationInWords } from '#contract/duration-words'
import { type Instant, lastTransition, toMs, wallClock, type ZoneId } from '#contract/time'
import { dateWords } from './moment-words.ts'

/** A time as one side holds it: the instant, and the vendor's own text for it. */
export type WrittenTime = { at: Instant; written: string; system: string }

type TimeHintInput = { left: WrittenTime; right: WrittenTime; zone: ZoneId }

const minute = 60_000
/** A zone whose clocks have not changed for this long does not change them any more. */
const yearMs = 366 * 24 * 60 * minute

type Written = { clock: string; offsetMinutes: number }

/** Hour, minute and offset of an ISO text, as written; null where it is written in another way. */
function readWritten(text: string): Written | null {
  const found = /T(\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)$/i.exec(text)
  const [, time, offset] = found ?? []
  if (time === undefined || offset === undefined) return null
  const [hours, minutes] = /Z/i.test(offset) ? [0, 0] : [Number(offset.slice(1, 3)), Number(offset.slice(-2))]
  const sign = offset.startsWith('-') ? -1 : 1
  return { clock: `${time}${offset.toUpperCase()}`, offsetMinutes: sign * (hours * 60 + minutes) }
}

/** Minutes by which the zone's clocks are ahead of UTC at an instant. */
function offsetAt(instant: Instant, zone: ZoneId): number {
  const { offset } = wallClock(instant, zone)
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number)
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function writtenDifferently(left: WrittenTime, right: WrittenTime): string {
  const [l, r] = [readWritten(left.written), readWritten(right.written)]
  // Equal offsets of equal instants differ in spelling only (seconds, Z for +00:00), which tells nobody anything.
  if (!l || !r || l.offsetMinutes === r.offsetMinutes) return ''
  return `Same instant, written differently: ${l.clock} and ${r.clock}.`
}

/** True where `suspect` is what comes out when the wall clock at `real` is sent with a Z. */
const isLocalSentAsUtc = (suspect: WrittenTime, real: WrittenTime, zone: ZoneId): boolean =>
  readWritten(suspect.written)?.offsetMinutes === 0 &&
  toMs(suspect.at) - toMs(real.at) === offsetAt(real.at, zone) * minute

/**
 * What the clocks say about one time on both sides, in the facility's zone: the same instant written differently, apart
 * by exactly the zone's last change of clocks, or local time that was sent as UTC. Empty where none of it is plain.
 * Where one hour is both the change of clocks and the zone's offset, only the change is told: it claims less.
 */
export function describeTimeHint({ left, right, zone }: TimeHintInput): string {
  const apart = Math.abs(toMs(left.at) - toMs(right.at))
  if (apart === 0) return writtenDifferently(left, right)
  const later = left.at > right.at ? left : right
  const change = lastTransition(later.at, zone)
  if (change && toMs(later.at) - toMs(change.at) <= yearMs && apart === Math.abs(change.changeMinutes) * minute) {
    const day = dateWords(change.at, zone, [later.at])
    return `Exactly ${exactDurationInWords(apart / minute)} apart; clocks in ${zone} changed on ${day}.`
  }
  if (isLocalSentAsUtc(left, right, zone)) return `${left.system} looks like local time sent as UTC.`
  if (isLocalSentAsUtc(right, left, zone)) return `${right.system} looks like local time sent as UTC.`
  return ''
}
