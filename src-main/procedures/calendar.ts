import type { CalendarThing } from '#contract/calendar'
import type { StoredRecord } from '#contract/discrepancies'
import { AppError } from '#contract/errors'
import type { SideName } from '#contract/ids'
import { toMs } from '#contract/time'
import { atOneMoment } from '../storage/at-one-moment.ts'
import { findVersion } from '../storage/calendar-store.ts'
import { compareInView } from '../storage/compare-history-store.ts'
import type { CompareGround } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { listPairings, loadPairing } from '../storage/pairing-store.ts'
import { loadStoredRecord } from '../storage/stored-record-store.ts'
import { calendarDensity } from './calendar-density.ts'
import { findInCalendar } from './calendar-find.ts'
import { calendarSpan } from './calendar-span.ts'
import { groundOf } from './compare-ground.ts'
import { type Desk, implementer } from './desk.ts'
import { pairingsUnder } from './stored-filter.ts'

/** A span asked for at once is no longer than this. */
const longestSpanMs = 62 * 86_400_000

/** A version as the compare in view knew it, whatever was read since. */
function storedVersion(cache: ReadDb, ground: CompareGround | null, side: SideName, version: number): StoredRecord {
  const found = ground && findVersion(cache, { side, ...ground[side] }, version)
  if (found) return loadStoredRecord(cache, found, ground[side].at)
  throw new AppError('not-found', {
    blame: 'settings',
    tell: 'This record is not stored here any more. Open the calendar again to see what is stored now.',
  })
}

/** What both systems hold, by place in the calendar; reads go straight to the stores. */
export const calendarProcedures = (desk: Desk) => ({
  span: implementer.calendar.span.handler(({ input: { pairingId, span, asOf } }) => {
    const lasts = toMs(span.end) - toMs(span.start)
    if (lasts <= 0 || lasts > longestSpanMs) {
      throw new AppError('bad-input', {
        blame: 'settings',
        tell: 'A calendar shows from one moment up to 62 days at once. Choose a shorter time.',
      })
    }
    return calendarSpan(desk.open(), { pairingId, span, asOf, now: desk.clock.now() })
  }),
  density: implementer.calendar.density.handler(({ input: { pairingId, from, days, asOf }, signal }) =>
    calendarDensity(desk.open(), { pairingId, from, days, asOf, now: desk.clock.now(), signal }),
  ),
  thing: implementer.calendar.thing.handler(({ input: { pairingId, left, right, asOf } }): CalendarThing => {
    const { ledger, cache } = desk.open()
    const { id } = loadPairing(ledger, pairingId)
    return atOneMoment(cache, () => {
      const compare = compareInView(cache, id, asOf)
      const ground = compare && groundOf(cache, compare)
      return {
        left: left === null ? null : storedVersion(cache, ground, 'left', left),
        right: right === null ? null : storedVersion(cache, ground, 'right', right),
      }
    })
  }),
  find: implementer.calendar.find.handler(({ input: { text, facilityId } }) => {
    const files = desk.open()
    const all = listPairings(files.ledger)
    const wanted = new Set(pairingsUnder(all, { facilityId }))
    const pairings = all.filter(({ id }) => wanted.has(id))
    return findInCalendar(files, { pairings, text, now: desk.clock.now() })
  }),
})
