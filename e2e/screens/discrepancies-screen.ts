import { readFile } from 'node:fs/promises'
import { expect, type Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** A row of the list as it is read on the screen. */
export type ShownRow = { kind: string; facility: string; who: string; when: string; what: string }

/** The list of discrepancies with its filters. */
export function discrepanciesScreen(actor: Actor) {
  const { page } = actor
  const grid = page.getByRole('grid', { name: 'Discrepancies' })
  const filters = page.getByRole('group', { name: 'Filters' })
  const search = page.getByRole('textbox', { name: 'Search worker, shift or id' })
  const rows = grid.locator('[role="row"][data-index]')

  async function mounted(): Promise<Map<number, ShownRow>> {
    // Every row in view has its data; a quiet bar stands for one on its way.
    await expect(grid.locator('[role="row"][aria-busy="true"]')).toHaveCount(0)
    const read = await rows.evaluateAll((elements) =>
      elements.map((row) => ({
        index: Number(row.getAttribute('data-index')),
        cells: [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent?.trim() ?? ''),
      })),
    )
    return new Map(
      read.map(({ index, cells: [kind = '', facility = '', who = '', when = '', what = ''] }) => [
        index,
        { kind, facility, who, when, what },
      ]),
    )
  }

  return {
    grid,
    rows,
    search,
    filters,
    clearFilters: page.getByRole('button', { name: 'Clear filters' }).first(),
    row: (text: string | RegExp): Locator => rows.filter({ hasText: text }),
    chip: (words: string): Locator => filters.getByRole('button', { name: words }),
    marked: grid.locator('[role="row"][aria-selected="true"]'),
    /** The warnings over the list: which side failed or was read in part. */
    warnings: page.getByRole('main').getByRole('status'),

    async total(): Promise<number> {
      return Number(await grid.getAttribute('aria-rowcount')) - 1
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
      await expect(dialog).toContainText(`Saved as ${file.suggestedFilename()}`)
      const text = await readFile(await file.path(), 'utf8')
      await actor.press(dialog.getByRole('button', { name: 'Close' }).last())
      await expect(dialog).toHaveCount(0)
      return text
    },

    /** Every row in order, read while scrolling through the list the way this person scrolls. */
    async readAll(): Promise<ShownRow[]> {
      await expect(grid).toBeVisible()
      const total = await this.total()
      const all = new Map<number, ShownRow>()
      if (actor.hands === 'keyboard') await grid.focus()
      else await grid.hover()
      // A key moves the mark, and the list with it once the mark leaves it; the wheel moves the list.
      const at = () =>
        actor.hands === 'keyboard' ? grid.getAttribute('aria-activedescendant') : rows.last().getAttribute('id')
      for (let step = 0; all.size < total && step < total; step++) {
        for (const [index, row] of await mounted()) all.set(index, row)
        if (all.size >= total) break
        const before = await at()
        if (actor.hands === 'keyboard') await actor.key('PageDown')
        else await page.mouse.wheel(0, 400)
        await expect.poll(at).not.toBe(before)
      }
      return Array.from({ length: all.size }, (_, index) => all.get(index)).filter((row) => row !== undefined)
    },

    /** Opens the detail of the first row with this text. */
    async open(text: string | RegExp): Promise<void> {
      await expect(grid).toHaveAttribute('aria-busy', 'false')
      const row = rows.filter({ hasText: text }).first()
      const total = await this.total()
      if (actor.hands === 'mouse') {
        await grid.hover()
        for (let steps = 0; steps < total && (await row.count()) === 0; steps++) {
          const before = await rows.last().getAttribute('id')
          await page.mouse.wheel(0, 400)
          await expect.poll(() => rows.last().getAttribute('id')).not.toBe(before)
        }
        return await row.locator('[role="gridcell"]').first().click()
      }
      await grid.focus()
      await actor.key('Home')
      const marked = grid.locator('[role="row"][aria-selected="true"]').filter({ hasText: text })
      for (let steps = 1; steps < total && (await marked.count()) === 0; steps++) {
        const before = await grid.getAttribute('aria-activedescendant')
        await actor.key('ArrowDown')
        await expect.poll(() => grid.getAttribute('aria-activedescendant')).not.toBe(before)
      }
      await expect(marked).toHaveCount(1)
      await actor.key('Enter')
    },
  }
}
