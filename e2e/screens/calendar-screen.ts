import { expect, type Locator } from '@playwright/test'
import type { CoreClient } from '#contract/procedures'
import { restless } from '../world/restless.ts'
import type { Actor } from './actor.ts'
import { frame } from './frame.ts'
import { readList, stepTo } from './read-list.ts'

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
  const viewMenu = main.getByRole('button', { name: /^View/ })
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

  const listed = { grid: list, rows: lines, marked, read: mounted }

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
      await expect.poll(() => restless(core), { timeout: 30_000 }).toBe(false)
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
      if (how === 'Paired' || how === 'Overlay') {
        return await actor.tick(main.getByRole('radio', { name: how, exact: true }))
      }
      await actor.press(viewMenu)
      const entry = page.getByRole('menuitemradio', { name: how, exact: true })
      await actor.pick(entry)
      await expect(entry).toHaveCount(0)
      await expect(viewMenu).toHaveText(how === 'List' ? /^View: List/ : /^View(?!: List)/)
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
      await actor.press(viewMenu)
      const entry = page.getByRole('menuitemcheckbox', { name })
      const before = await entry.getAttribute('aria-checked')
      await actor.pick(entry)
      await expect(entry).toHaveAttribute('aria-checked', before === 'true' ? 'false' : 'true')
      await actor.key('Escape')
      await expect(entry).toHaveCount(0)
    },

    /** Every line of the equal list in order. */
    async readList(): Promise<CalendarLine[]> {
      await expect(list).toHaveAttribute('aria-busy', 'false')
      return await readList(actor, listed)
    },

    /** Opens the first line of the list with this text. */
    async openLine(text: string | RegExp): Promise<void> {
      const line = lines.filter({ hasText: text }).first()
      if (actor.hands === 'mouse') return await line.getByRole('gridcell').first().click()
      await stepTo(actor, listed, text)
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
