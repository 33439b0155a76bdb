// One measured page: the built host on a full workspace and on an empty one, in a real browser. Takes the number of records
// a side for the first usable screen. Prints one line of JSON; `npm run bench` starts it, and it runs alone as well.
import type { FacilityId } from '#contract/ids'
import { makePlace } from '../crash/hosted-workspace.ts'
import type { Measured } from './goals.ts'
import {
  launchBrowser,
  type MeasuredPage,
  measureEmpty,
  measureFirst,
  measureFull,
  openMeasured,
} from './measure-page.ts'
import { type PageSeed, seedPage } from './seed-page.ts'
import { median } from './stopwatch.ts'

const [size = '0'] = process.argv.slice(2)

/** What speed asks for: two full weeks of a facility, so that one can be left for the other, and 100,000 open discrepancies. */
const full: PageSeed = { lanes: 50, days: 14, slotsPerDay: 40, open: 100_000 }

/** So many records a side in one week: the first screen must not cost more for it. */
const ofSize = (records: number): PageSeed => {
  const days = 7
  return { lanes: Math.ceil(records / (days * full.slotsPerDay)), days, slotsPerDay: full.slotsPerDay, open: 0 }
}

/** So often is a host started for its first screens: each is measured cold, and a single reading says little. */
const starts = 3

const browser = await launchBrowser()

type Work = (measured: MeasuredPage, facility: FacilityId) => Promise<Measured>

/** Seeds a workspace; its first screens as medians of hosts just started, then what else is measured on it. */
async function on(seed: PageSeed | null, rest: Work): Promise<{ first: Measured; more: Measured }> {
  const place = await makePlace()
  try {
    const { facility } = await seedPage(place, seed)
    const opened = async (work: Work): Promise<Measured> => {
      const page = await openMeasured(browser, place)
      try {
        return await work(page, facility.id)
      } finally {
        await page.close()
      }
    }
    const firsts: Measured[] = []
    for (let n = 0; n < starts; n += 1) firsts.push(await opened((page) => measureFirst(page, facility.id, !seed)))
    const of = (name: string): number => median(firsts.map((one) => one[name] ?? Number.NaN))
    return { first: { list: of('list'), calendar: of('calendar') }, more: await opened(rest) }
  } finally {
    await place.remove()
  }
}

const nothing: Work = async () => ({})

try {
  const empty = await on(null, measureEmpty)
  const week = await on(full, measureFull)
  const large = await on(ofSize(Number(size)), nothing)
  const { calendarNodes = 0, listNodes = 0 } = week.more
  const measured: Measured = {
    emptyListFirst: empty.first['list'] ?? Number.NaN,
    emptyCalendarFirst: empty.first['calendar'] ?? Number.NaN,
    ...empty.more,
    listFirst: week.first['list'] ?? Number.NaN,
    calendarFirst: week.first['calendar'] ?? Number.NaN,
    calendarMore: (week.first['calendar'] ?? Number.NaN) - (empty.first['calendar'] ?? Number.NaN),
    ...week.more,
    mostNodes: Math.max(calendarNodes, listNodes),
    largeFirst: large.first['list'] ?? Number.NaN,
  }
  process.stdout.write(`${JSON.stringify(measured)}\n`)
} finally {
  await browser.close()
}
