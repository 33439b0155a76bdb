import { expect, type Locator } from '@playwright/test'
import type { CoreClient } from '#contract/procedures'
import type { Actor } from './actor.ts'
import { frame } from './frame.ts'

/** A line of the calendar's equal list as it is read on the screen. */
export type CalendarLine = { state: string; lane: string; label: string; left: string; right: string }

type View = 'Day' | 'Week' | 'Month'

/** The calendar: its grid, its equal list and its month. */
export function calendarScreen(actor: Actor) {
  const { page } = actor
  const main = page.getByRole('main')
  const heading = main.getByRole('heading', { level: 1, name: /^Calendar, / })
  const grid = main.getByRole('grid', { name: /^Calendar of / })
  const list = main.getByRole('grid', { name: /, as a list$/ })
  const month = main.getByRole('grid', { name: /, what is open by / })
  const lines = list.locator('[role="row"][data-index]')
  const marked = list.locator('[role="row"][aria-selected="true"]')
  const empty = main.getByRole('heading', { level: 2, name: /^(Nothing|Never|Not read|The filters)/ })
  const layers = main.getByRole('button', { name: /^Layers/ })
  const viewKeys: Record<View, string> = { Day: '1', Week: '2', Month: '3' }

  /** Single keys are off in fields. */
  const leaveFields = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())

  async function mounted(): Promise<Map<number, CalendarLine>> {
    const read = await lines.evaluateAll((elements) =>
      elements.map((row) => ({
        index: Number(row.getAttribute('data-index')),
        cells: [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent?.trim() ?? ''),
      })),
    )
    return new Map(
      read.map(({ index, cells: [state = '', lane = '', label = '', left = '', right = ''] }) => [
        index,
        { state, lane, label, left, right },
      ]),
    )
  }

  return {
    heading,
    grid,
    list,
    month,
    /** Why nothing is drawn. */
    empty,
    chip: (words: string | RegExp): Locator =>
      main.getByRole('group', { name: 'Kinds' }).getByRole('button', { name: words }),
    laneSearch: main.getByRole('textbox', { name: 'Search Workers' }),
    onlyLanes: main.getByRole('switch', { name: 'Only lanes with discrepancies' }),
    clearFilters: main.getByRole('button', { name: 'Clear filters' }).first(),
    boxes: (name: string | RegExp): Locator => grid.getByRole('gridcell', { name }),
    cells: (name: string | RegExp): Locator => month.getByRole('gridcell', { name }),
    lines,

    /** To the calendar: by its link, or by `g` and its letter. */
    async go(): Promise<void> {
      await frame(actor).go('Calendar')
      await expect(heading).toBeVisible()
    },

    /** Waits until nothing runs, every pairing was compared, and the screen shows all of what was found. */
    async settled(core: CoreClient): Promise<void> {
      const restless = async (): Promise<boolean> => {
        const [pairings, runs] = await Promise.all([core.pairings.list({}), core.runs.list({ limit: 20 })])
        const underWay = runs.some(({ state }) => state === 'queued' || state === 'running')
        return underWay || pairings.some(({ compared }) => compared === null)
      }
      await expect.poll(restless, { timeout: 30_000 }).toBe(false)
      await this.shown()
    },

    /** Waits for what the address asks for: something drawn, or the words that say why nothing is. */
    async shown(): Promise<void> {
      await expect(grid.or(list).or(month).or(empty).first()).toBeVisible()
      await expect(main.locator('[role="grid"][aria-busy="true"]')).toHaveCount(0)
    },

    async view(view: View): Promise<void> {
      if (actor.hands === 'mouse') await actor.tick(main.getByRole('radio', { name: view, exact: true }))
      else {
        await leaveFields()
        await actor.key(viewKeys[view])
      }
      await expect(main.getByRole('radio', { name: view, exact: true })).toBeChecked()
    },

    async drawAs(how: 'Grid' | 'List' | 'Paired' | 'Overlay'): Promise<void> {
      await actor.tick(main.getByRole('radio', { name: how, exact: true }))
    },

    /** To the days before or after those in view, or to today. */
    async turn(to: 'earlier' | 'later' | 'today'): Promise<void> {
      if (actor.hands === 'keyboard') {
        await leaveFields()
        return await actor.key(to === 'today' ? 't' : to === 'earlier' ? '[' : ']')
      }
      const name =
        to === 'today' ? 'Today' : to === 'earlier' ? /^Previous (day|week|month)$/ : /^Next (day|week|month)$/
      await main.getByRole('button', { name, exact: true }).click()
    },

    async zoom(way: 'in' | 'out'): Promise<void> {
      if (actor.hands === 'mouse') return await main.getByRole('button', { name: `Zoom ${way}` }).click()
      await leaveFields()
      await actor.key(way === 'in' ? '+' : '-')
    },

    /** Shows a layer that is hidden, or hides it. */
    async toggleLayer(name: 'In sync' | 'Accepted'): Promise<void> {
      await actor.press(layers)
      const entry = page.getByRole('menuitemcheckbox', { name })
      const before = await entry.getAttribute('aria-checked')
      await actor.pick(entry)
      await expect(entry).toHaveAttribute('aria-checked', before === 'true' ? 'false' : 'true')
      await actor.key('Escape')
      await expect(entry).toHaveCount(0)
    },

    /** Every line of the equal list in order, read while scrolling through it the way this person scrolls. */
    async readList(): Promise<CalendarLine[]> {
      await expect(list).toHaveAttribute('aria-busy', 'false')
      const total = Number(await list.getAttribute('aria-rowcount')) - 1
      const all = new Map<number, CalendarLine>()
      if (actor.hands === 'keyboard') {
        await list.focus()
        await actor.key('Home')
        await expect(lines.first()).toHaveAttribute('aria-selected', 'true')
      } else {
        await list.hover()
        await page.mouse.wheel(0, -1_000_000)
      }
      await expect(lines.first()).toHaveAttribute('data-index', '0')
      const at = () =>
        actor.hands === 'keyboard' ? list.getAttribute('aria-activedescendant') : lines.last().getAttribute('id')
      for (let step = 0; all.size < total && step < total; step++) {
        for (const [index, line] of await mounted()) all.set(index, line)
        if (all.size >= total) break
        const before = await at()
        if (actor.hands === 'keyboard') await actor.key('PageDown')
        else await page.mouse.wheel(0, 400)
        await expect.poll(at).not.toBe(before)
        // The mark is told before the list has scrolled to it.
        if (actor.hands === 'keyboard') await expect(marked).toHaveCount(1)
      }
      return Array.from({ length: all.size }, (_, index) => all.get(index)).filter((line) => line !== undefined)
    },

    /** Opens the first line of the list with this text. */
    async openLine(text: string | RegExp): Promise<void> {
      const line = lines.filter({ hasText: text }).first()
      if (actor.hands === 'mouse') return await line.getByRole('gridcell').first().click()
      await list.focus()
      await actor.key('Home')
      const total = Number(await list.getAttribute('aria-rowcount'))
      const wanted = marked.filter({ hasText: text })
      for (let steps = 1; steps < total && (await wanted.count()) === 0; steps++) {
        const before = await list.getAttribute('aria-activedescendant')
        await actor.key('ArrowDown')
        await expect.poll(() => list.getAttribute('aria-activedescendant')).not.toBe(before)
        await expect(marked).toHaveCount(1)
      }
      await actor.key('Enter')
    },

    /** Goes to the day of a cell of the month. */
    async openCell(name: string | RegExp): Promise<void> {
      const cell = month.getByRole('gridcell', { name }).first()
      if (actor.hands === 'mouse') return await cell.click()
      const id = await cell.getAttribute('id')
      const [row = 0, day = 0] = (id ?? '').split('-').slice(1).map(Number)
      await month.focus()
      await actor.key('Home')
      const place = async () =>
        (await month.getAttribute('aria-activedescendant'))?.split('-').slice(1).map(Number) ?? []
      for (let steps = 0; steps < 400 && ((await place())[0] ?? 0) < row; steps++) await actor.key('ArrowDown')
      for (let steps = 0; steps < 40 && ((await place())[1] ?? 0) < day; steps++) await actor.key('ArrowRight')
      await expect(month).toHaveAttribute('aria-activedescendant', id ?? '')
      await actor.key('Enter')
    },

    leaveFields,
  }
}
