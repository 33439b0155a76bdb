import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import type { FacilityId } from '#contract/ids'
import { findBrowser } from '../browser.ts'
import { hostOn, type WorkspacePlace } from '../crash/hosted-workspace.ts'
import type { Measured } from './goals.ts'
import { quantile } from './stopwatch.ts'

/** A page of the built program on a workspace of its own, measured in a real browser. */
export type MeasuredPage = {
  page: Page
  /** From the navigation to the first frame that shows what the selector finds, ms. */
  firstShown(address: string, selector: string): Promise<number>
  /** From a key press to the first frame in which the text of an element is another one and nothing is on its way, ms. */
  answered(press: () => Promise<void>, selector: string): Promise<number>
  /** What `work` costs the page's own thread, ms. */
  cpuOf(work: () => Promise<void>): Promise<number>
  /** Elements of the page. */
  nodes(): Promise<number>
  close(): Promise<void>
}

declare global {
  interface Window {
    plumblineShown?: number | null
    plumblineAnswered?: number | null
    plumblineFrames?: number[]
  }
}

export const launchBrowser = async (): Promise<Browser> => {
  const { executablePath, args, env } = await findBrowser()
  const own = Object.fromEntries(
    Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined),
  )
  return chromium.launch({ executablePath, args, env: { ...own, ...env } })
}

/** Looks are the page's own: a look in each frame would have it draw frames that nobody needs, and count them as its cost. */
const waiting = { polling: 50 } as const

/** Starts the built host in this place and opens its page; what it asks for by itself is answered before anything is measured. */
export async function openMeasured(browser: Browser, place: WorkspacePlace): Promise<MeasuredPage> {
  const host = await hostOn(place)
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
  const page = await context.newPage()
  const traded = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/session')
  await page.goto(await host.freshLink())
  await traded
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  const cpu = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  return {
    page,
    async firstShown(address, selector) {
      const watch = await page.addInitScript((wanted) => {
        window.plumblineShown = null
        const observer = new MutationObserver(() => {
          if (!document.querySelector(wanted)) return
          observer.disconnect()
          requestAnimationFrame(() => (window.plumblineShown = performance.now()))
        })
        observer.observe(document, { subtree: true, childList: true, attributes: true })
      }, selector)
      // The address of a screen stands behind the hash, so that going there is no navigation: the page is loaded anew.
      await page.goto(`${host.origin}/#${address}`)
      await page.reload()
      const shown = await page.waitForFunction(() => window.plumblineShown, null, waiting)
      await watch.dispose()
      return (await shown.jsonValue()) ?? Number.NaN
    },
    async answered(press, selector) {
      // Listens before anything is pressed: a key may overtake what is still to be evaluated.
      await page.evaluate((wanted) => {
        const text = (): string => document.querySelector(wanted)?.textContent ?? ''
        const before = text()
        const busy = (): boolean => document.querySelector('[aria-busy="true"]') !== null
        window.plumblineAnswered = null
        const listen = (): void => {
          const pressed = performance.now()
          const observer = new MutationObserver(() => {
            if (text() === before || busy()) return
            observer.disconnect()
            requestAnimationFrame(() => (window.plumblineAnswered = performance.now() - pressed))
          })
          observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
        }
        window.addEventListener('keydown', listen, { capture: true, once: true })
      }, selector)
      await press()
      const answered = await page.waitForFunction(() => window.plumblineAnswered, null, waiting)
      return (await answered.jsonValue()) ?? Number.NaN
    },
    async cpuOf(work) {
      const before = await cpu()
      await work()
      const after = await cpu()
      // A page that is loaded anew may get a process of its own, which counts from nothing.
      return after < before ? after : after - before
    },
    nodes: () => page.evaluate(() => document.querySelectorAll('*').length),
    async close() {
      await context.close()
      await host.stop()
    },
  }
}

const keyRepeat = { perSecond: 30, seconds: 3 } as const

/** Holds `j` at the rate of a keyboard; how long the frames meanwhile took. */
async function holdKey({ page }: MeasuredPage): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = []
    window.plumblineFrames = frames
    let before = performance.now()
    const note = (now: number): void => {
      frames.push(now - before)
      before = now
      if (window.plumblineFrames === frames) requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  for (let press = 0; press < keyRepeat.perSecond * keyRepeat.seconds; press += 1) {
    await page.keyboard.down('j')
    await page.waitForTimeout(1_000 / keyRepeat.perSecond)
  }
  await page.keyboard.up('j')
  return page.evaluate(() => {
    const frames = window.plumblineFrames ?? []
    delete window.plumblineFrames
    return frames.slice(1)
  })
}

const box = '[role="grid"] [data-box]'
const row = '[role="row"][data-index]:not([aria-busy="true"])'
const nothing = 'main h2'
const heading = 'main h1'

/** How long frames took, under three names. */
const framesOf = (name: string, frames: readonly number[]): Measured => ({
  [`${name}Mean`]: frames.reduce((sum, one) => sum + one, 0) / frames.length,
  [`${name}P95`]: quantile(frames, 0.95),
  [`${name}Longest`]: Math.max(...frames),
})

/** The first screens of a host that was just started; `empty` where nothing was ever read. */
export async function measureFirst(measured: MeasuredPage, facility: FacilityId, empty: boolean): Promise<Measured> {
  const list = await measured.firstShown('/discrepancies', empty ? nothing : row)
  const calendar = await measured.firstShown(`/calendar?facility=${facility}`, empty ? nothing : box)
  return { list, calendar }
}

/** The calendar of a facility whose weeks are full, and the list of all that is open. */
export async function measureFull(measured: MeasuredPage, facility: FacilityId): Promise<Measured> {
  const { page } = measured
  const calendar = `/calendar?facility=${facility}`
  const calendarCpu = await measured.cpuOf(async () => void (await measured.firstShown(calendar, box)))
  const calendarNodes = await measured.nodes()
  let weekSwitch = Number.NaN
  const weekCpu = await measured.cpuOf(async () => {
    weekSwitch = await measured.answered(() => page.keyboard.press(']'), heading)
  })
  const steps = await holdKey(measured)

  await measured.firstShown('/discrepancies', row)
  await page.getByRole('grid', { name: 'Discrepancies' }).focus()
  const frames = await holdKey(measured)
  const listNodes = await measured.nodes()
  await page.getByRole('textbox', { name: 'Search worker, shift or id' }).focus()
  const filterKey = await measured.answered(() => page.keyboard.press('7'), 'main h1 + span')
  return {
    calendarCpu,
    calendarNodes,
    weekSwitch,
    weekCpu,
    ...framesOf('calendarFrame', steps),
    listNodes,
    filterKey,
    ...framesOf('frame', frames),
  }
}

/** The same pages of a workspace that holds nothing. */
export async function measureEmpty(measured: MeasuredPage, facility: FacilityId): Promise<Measured> {
  const calendar = `/calendar?facility=${facility}`
  return {
    emptyCalendarCpu: await measured.cpuOf(async () => void (await measured.firstShown(calendar, nothing))),
    emptyNodes: await measured.nodes(),
  }
}
