import { readFile } from 'node:fs/promises'
import { expect, type Locator } from '@playwright/test'
import type { CoreClient } from '#contract/procedures'
import { restless } from '../world/restless.ts'
import type { Actor } from './actor.ts'
import { readList, stepTo, wheelTo } from './read-list.ts'

/** A row of the list as it is read on the screen. */
export type ShownRow = { kind: string; facility: string; who: string; when: string; what: string }

/** A line of the list: a row, or a group whose rows it opens. */
type ShownLine = { row: ShownRow; group: string | null }

/** The list of discrepancies with its filters. */
export function discrepanciesScreen(actor: Actor) {
  const { page } = actor
  const grid = page.getByRole('grid', { name: 'Discrepancies' })
  const filters = page.getByRole('group', { name: 'Filters' })
  const search = page.getByRole('textbox', { name: 'Search worker, shift or id' })
  const rows = grid.locator('[role="row"][data-index]')
  const marked = grid.locator('[role="row"][data-active]')
  const groupHead = page.getByRole('region', { name: 'Group' })
  const acceptDialog = page.getByRole('dialog', { name: /^Accept/ })
  // How many there are, said beside the screen's name.
  const note = page.getByRole('heading', { level: 1, name: 'Discrepancies' }).locator('xpath=following-sibling::span')
  const bulk = page.getByRole('group', { name: 'Selected discrepancies' })
  const saved = page.getByRole('group', { name: 'Saved filters' })
  const groupGrid = page.getByRole('grid', { name: 'Groups of discrepancies' })

  async function mounted(): Promise<Map<number, ShownLine>> {
    // Every row in view has its data; a quiet bar stands for one on its way.
    await expect(grid.locator('[role="row"][aria-busy="true"]')).toHaveCount(0)
    const read = await rows.evaluateAll((elements) =>
      elements.map((row) => ({
        index: Number(row.getAttribute('data-index')),
        group: row.getAttribute('data-cluster'),
        cells: [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent?.trim() ?? ''),
      })),
    )
    return new Map(
      read.map(({ index, group, cells: [_, kind = '', facility = '', who = '', when = '', what = ''] }) => [
        index,
        { row: { kind, facility, who, when, what }, group },
      ]),
    )
  }

  const lines = { grid, rows, marked, read: mounted }

  /** Every line in order, once the list stands. */
  async function readLines(): Promise<ShownLine[]> {
    await expect(grid).toBeVisible()
    await expect(grid).toHaveAttribute('aria-busy', 'false')
    return await readList(actor, lines)
  }

  return {
    grid,
    rows,
    search,
    filters,
    clearFilters: page.getByRole('button', { name: 'Clear filters' }).first(),
    row: (text: string | RegExp): Locator => rows.filter({ hasText: text }),
    chip: (words: string): Locator => filters.getByRole('button', { name: words }),
    marked,
    /** The warnings over the list: which side failed or was read in part. */
    warnings: page
      .getByRole('main')
      .getByRole('status')
      .filter({ hasText: /What is shown of it was|Nothing of it has been/ }),

    note,
    /** The lines of groups, and what stands over the rows of an opened one. */
    groups: grid.locator('[role="row"][data-cluster]'),
    groupHead,
    acceptDialog,
    acceptedSwitch: filters.getByRole('button', { name: /^Accepted/ }),
    toast: page.locator('.mantine-Notification-root'),
    /** What is selected, and what can be done with all of it. */
    bulk,
    /** The filters that are kept, each with how many are open under it. */
    saved,
    savedFilter: (name: string): Locator => saved.getByRole('button', { name: new RegExp(`^${name}`) }),
    /** The list put together: one line per group. */
    groupGrid,
    groupLines: groupGrid.locator('[role="row"][data-index]'),

    /** How many discrepancies there are under the filters, those of groups counted. */
    async total(): Promise<number> {
      return Number(((await note.textContent()) ?? '').replace(/,/g, '').split(' ')[0])
    },

    /** Waits until every pairing has been compared, nothing runs, and the screen shows all of what was found. */
    async settled(core: CoreClient): Promise<void> {
      await expect.poll(() => restless(core), { timeout: 30_000 }).toBe(false)
      const { total } = await core.discrepancies.counts({ filter: {} })
      await expect.poll(() => this.total()).toBe(total)
      await expect(grid).toHaveAttribute('aria-busy', 'false')
    },

    /** Narrows the list by an entry of the menu. */
    async addFilter(entry: string | RegExp): Promise<void> {
      if (actor.hands === 'keyboard') {
        await grid.focus()
        await actor.key('f')
      } else await filters.getByRole('button', { name: 'Add filter' }).click()
      await actor.pick(page.getByRole('menuitem', { name: entry }))
      // A menu on its way out still has the keys.
      await expect(page.getByRole('menu')).toHaveCount(0)
    },

    /** Keeps what is listed under a name. */
    async saveFilter(name: string): Promise<void> {
      await actor.press(saved.getByRole('button', { name: 'Save this filter' }))
      const dialog = page.getByRole('dialog', { name: 'Save this filter' })
      await actor.type(dialog.getByRole('textbox', { name: 'Name' }), name)
      await actor.press(dialog.getByRole('button', { name: 'Save' }))
      await expect(dialog).toHaveCount(0)
    },

    /** Puts the list together, or takes it apart again. */
    async groupBy(words: string): Promise<void> {
      await actor.choose(filters.getByRole('combobox', { name: 'Group by' }), words)
    },

    /** Opens a group of the list put together by its name. */
    async openLine(name: string): Promise<void> {
      const line = groupGrid.getByRole('row').filter({ hasText: name })
      if (actor.hands === 'mouse') return await line.click()
      await groupGrid.focus()
      await actor.key('Home')
      for (let steps = 0; steps < 40 && (await line.getAttribute('data-active')) === null; steps++) {
        await actor.key('ArrowDown')
      }
      await actor.key('Enter')
    },

    /** Selects the row with this text, or takes it out again. */
    async select(text: string | RegExp): Promise<void> {
      if (actor.hands === 'mouse') return await rows.filter({ hasText: text }).first().getByRole('checkbox').click()
      await stepTo(actor, lines, text)
      await actor.key('x')
    },

    /** Selects all that match the filters. */
    async selectAll(): Promise<void> {
      if (actor.hands === 'keyboard') {
        await grid.focus()
        return await actor.key('Control+a')
      }
      if ((await bulk.count()) === 0) await rows.first().getByRole('checkbox').click()
      await bulk.getByRole('button', { name: /^Select all/ }).click()
    },

    /** Gives all that is selected to somebody. */
    async give(name: string | RegExp): Promise<void> {
      await actor.press(bulk.getByRole('button', { name: 'Give to…' }))
      await actor.pick(page.getByRole('menuitem', { name }))
    },

    /** Saves the list to a file as it is filtered and gives its text back. */
    async export({ format, withNames }: { format: 'CSV' | 'JSON'; withNames: boolean }): Promise<string> {
      await actor.press(page.getByRole('main').getByRole('button', { name: 'Export' }))
      const dialog = page.getByRole('dialog', { name: 'Export to a file' })
      await actor.tick(dialog.getByRole('radio', { name: format }))
      if (withNames) await actor.tick(dialog.getByRole('switch', { name: 'With names of people' }))
      const download = page.waitForEvent('download')
      await actor.press(dialog.getByRole('button', { name: 'Export' }))
      const file = await download
      expect(file.suggestedFilename()).toMatch(new RegExp(`^plumbline-[\\d-]+\\.${format.toLowerCase()}$`))
      await expect(dialog).toContainText(` as ${file.suggestedFilename()}`)
      const text = await readFile(await file.path(), 'utf8')
      await actor.press(dialog.getByRole('button', { name: 'Close' }).last())
      await expect(dialog).toHaveCount(0)
      return text
    },

    /** Every row that stands in the list itself, in order. */
    async readRows(): Promise<ShownRow[]> {
      return (await readLines()).flatMap(({ row, group }) => (group === null ? [row] : []))
    },

    /** Every row: those of the list in order, then those of each group, opened and left again. */
    async readAll(): Promise<ShownRow[]> {
      const lines = await readLines()
      const all = lines.flatMap(({ row, group }) => (group === null ? [row] : []))
      for (const { row, group } of lines) {
        if (group === null) continue
        await this.openGroup(`${row.kind}${row.facility}`)
        all.push(...(await this.readRows()))
        await this.leaveGroup()
      }
      return all
    },

    /** Opens the rows of a group by the text of its line. */
    async openGroup(text: string | RegExp): Promise<void> {
      await this.open(text)
      await expect(groupHead).toBeVisible()
    },

    async leaveGroup(): Promise<void> {
      await actor.press(groupHead.getByRole('button', { name: 'All discrepancies' }))
      await expect(groupHead).toHaveCount(0)
    },

    /** Accepts what stands on the line with this text, or reopens it where accepted ones are listed. */
    async decide(text: string | RegExp): Promise<void> {
      const line = rows.filter({ hasText: text }).first()
      if (actor.hands === 'mouse') {
        await line.hover()
        return await line.locator('[data-decide]').click()
      }
      await stepTo(actor, lines, text)
      await actor.key('e')
    },

    /** Fills in the dialog that asks why a difference is accepted, and accepts. */
    async accept(reason: string, howLong?: string | RegExp): Promise<void> {
      await actor.type(acceptDialog.getByRole('textbox', { name: 'Why it is right as it is' }), reason)
      if (howLong !== undefined) await actor.tick(acceptDialog.getByRole('radio', { name: howLong }))
      await actor.press(acceptDialog.getByRole('button', { name: /^Accept/ }))
      await expect(acceptDialog).toHaveCount(0)
    },

    /** Opens the detail of the first row with this text. */
    async open(text: string | RegExp): Promise<void> {
      await expect(grid).toHaveAttribute('aria-busy', 'false')
      if (actor.hands === 'mouse') {
        const row = rows.filter({ hasText: text }).first()
        await wheelTo(actor, lines, row)
        return await row.locator('[role="gridcell"]').nth(1).click()
      }
      await stepTo(actor, lines, text)
      await actor.key('Enter')
    },
  }
}
