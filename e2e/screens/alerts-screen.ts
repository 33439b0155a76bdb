import { expect, type Locator } from '@playwright/test'
import type { Actor } from './actor.ts'
import { readList } from './read-list.ts'

/** An alert as it is read on the screen. */
export type ShownAlert = {
  kind: string
  facility: string
  left: string
  right: string
  who: string
  when: string
  firstSeen: string
}

/** The alerts: systems on top, then what stands in the list, with what is selected. */
export function alertsScreen(actor: Actor) {
  const { page } = actor
  const main = page.getByRole('main')
  const grid = main.getByRole('grid', { name: 'Alerts' })
  const rows = grid.locator('[role="row"][data-index]')
  const marked = grid.locator('[role="row"][data-active]')
  const selection = main.getByRole('group', { name: 'Selected alerts' })
  const selected = grid.locator('[role="row"][aria-selected="true"]')
  const systems = main.getByRole('region', { name: 'Systems' })

  async function mounted(): Promise<Map<number, ShownAlert>> {
    await expect(grid.locator('[role="row"][aria-busy="true"]')).toHaveCount(0)
    const read = await rows.evaluateAll((elements) =>
      elements.map((row) => ({
        index: Number(row.getAttribute('data-index')),
        cells: [...row.querySelectorAll('[role="gridcell"]')].map((cell) =>
          [...cell.querySelectorAll('b, span:not(:has(*))')].map((line) => line.textContent?.trim() ?? ''),
        ),
      })),
    )
    return new Map(
      read.map(({ index, cells: [, about = [], both = [], person = [], time = []] }) => [
        index,
        {
          kind: about[0] ?? '',
          facility: about[1] ?? '',
          left: both[0] ?? '',
          right: both[1] ?? '',
          who: person[0] ?? '',
          when: time[0] ?? '',
          firstSeen: time[1] ?? '',
        },
      ]),
    )
  }

  return {
    grid,
    rows,
    systems,
    selection,
    why: main.getByRole('region', { name: 'Why it stands here' }),
    marked,
    selected,
    badge: page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Alerts' }),
    acknowledgeSystem: (words: string | RegExp): Locator =>
      systems.getByRole('listitem').filter({ hasText: words }).getByRole('button', { name: 'Acknowledge' }),

    async total(): Promise<number> {
      return Number(await grid.getAttribute('aria-rowcount')) - 1
    },

    /** Every alert in order, read while going through the list. */
    async readAll(): Promise<ShownAlert[]> {
      await expect(grid).toBeVisible()
      return await readList(actor, { grid, rows, marked, read: mounted })
    },

    /** Puts the mark on the first alert, by keys. */
    async markFirst(): Promise<void> {
      await grid.focus()
      await actor.key('Home')
      await expect(rows.first()).toHaveAttribute('data-active', '')
    },

    /** Acknowledges the first alert alone. */
    async acknowledgeFirst(): Promise<void> {
      if (actor.hands === 'mouse') return await rows.first().getByRole('button', { name: 'Acknowledge' }).click()
      await this.markFirst()
      await actor.key('a')
    },

    /** Selects the first `count` alerts. */
    async selectFirst(count: number): Promise<void> {
      if (actor.hands === 'mouse') {
        for (let n = 0; n < count; n++) await rows.nth(n).getByRole('checkbox').click()
      } else {
        await this.markFirst()
        await actor.key('x')
        for (let n = 1; n < count; n++) await actor.key('Shift+J')
      }
      await expect(selected).toHaveCount(count)
    },

    async acknowledgeSelected(): Promise<void> {
      await actor.press(selection.getByRole('button', { name: /^Acknowledge [\d,]+ alerts$/ }))
      await actor.press(page.getByRole('dialog').getByRole('button', { name: 'Acknowledge', exact: true }))
    },

    /** Acknowledges all there are, after the question that names their number. */
    async acknowledgeAll(): Promise<void> {
      await actor.press(selection.getByRole('button', { name: /^Acknowledge all/ }))
      const dialog = page.getByRole('dialog', { name: /^Acknowledge all [\d,]+ alerts\?$/ })
      await actor.press(dialog.getByRole('button', { name: 'Acknowledge', exact: true }))
    },

    async openFirst(): Promise<void> {
      if (actor.hands === 'mouse') return await rows.first().locator('[role="gridcell"]').nth(1).click()
      await this.markFirst()
      await actor.key('Enter')
    },

    async showWhyOfFirst(): Promise<void> {
      if (actor.hands === 'mouse') {
        return await rows.first().getByRole('button', { name: 'Why it stands here' }).click()
      }
      await this.markFirst()
      await actor.key('w')
    },
  }
}
