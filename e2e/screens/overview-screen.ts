import type { Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** The overview: numbers on top, then a row for each facility. */
export function overviewScreen(actor: Actor) {
  const main = actor.page.getByRole('main')
  const table = main.getByRole('table', { name: 'Facilities' })
  const numbers = main.getByRole('list', { name: 'What waits' })
  return {
    table,
    numbers,
    /** The facilities' names, in the order of the rows. */
    names: table.locator('[data-row] [data-name]'),
    /** The card with this name. */
    number: (name: string): Locator => numbers.getByRole('link', { name }),
    /** What a card counts. */
    async countOn(name: string): Promise<number> {
      return numberIn((await numbers.getByRole('link', { name }).locator('b').textContent()) ?? '')
    },
    row: (facility: string): Locator => table.getByRole('row').filter({ hasText: facility }),
    facility: (name: string): Locator => table.getByRole('link', { name, exact: true }),
    /** The numbers of the rows that open what they count, with their names in full. */
    counts: table.locator('[role="cell"] a').filter({ has: actor.page.locator('.visually-hidden') }),
    attention: main.getByRole('switch', { name: 'Needs attention' }),
  }
}

/** The number that a text begins with, thousands set apart or not. */
export const numberIn = (text: string): number => Number((/[\d,]+/.exec(text)?.[0] ?? 'none').replaceAll(',', ''))
