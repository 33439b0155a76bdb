// One measured page: the built host on a full workspace and on an empty one, in a real browser. Takes the number of records
// a side for the first usable screen. Prints one line of JSON.
import { makePlace } from '../crash/hosted-workspace.ts'
import type { Measured } from './goals.ts'
import { launchBrowser, measureEmpty, measureFull, openMeasured } from './measure-page.ts'
import { type PageSeed, seedPage } from './seed-page.ts'

const [size = '0'] = process.argv.slice(2)

/** What speed asks for: a full week of a facility, and 100,000 open discrepancies. */
const full: PageSeed = { lanes: 50, days: 7, slotsPerDay: 40, open: 100_000 }

/** So many records a side in the same week: the first screen must not cost more for it. */
const ofSize = (records: number): PageSeed => {
  const lanes = Math.ceil(records / (full.days * full.slotsPerDay))
  return { ...full, lanes, open: 0 }
}

const browser = await launchBrowser()
const measured: Record<string, number> = {}

async function on(seed: PageSeed | null, measure: (...of: Parameters<typeof measureFull>) => Promise<Measured>) {
  const place = await makePlace()
  try {
    const { facility } = await seedPage(place, seed)
    const page = await openMeasured(browser, place)
    try {
      Object.assign(measured, await measure(page, facility.id))
    } finally {
      await page.close()
    }
  } finally {
    await place.remove()
  }
}

try {
  await on(null, measureEmpty)
  await on(full, measureFull)
  await on(ofSize(Number(size)), async (page) => ({
    largeFirst: await page.firstShown('/discrepancies', '[role="row"][data-index]:not([aria-busy="true"])'),
  }))
  const { calendarFirst = 0, emptyCalendarFirst = 0, calendarNodes = 0, listNodes = 0 } = measured
  measured['calendarMore'] = calendarFirst - emptyCalendarFirst
  measured['mostNodes'] = Math.max(calendarNodes, listNodes)
  process.stdout.write(`${JSON.stringify(measured)}\n`)
} finally {
  await browser.close()
}
