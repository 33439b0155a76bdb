import type { Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** The detail beside the list: one discrepancy in full. */
export function detailPanel({ page }: Actor) {
  const panel = page.getByRole('complementary', { name: 'Detail' })
  return {
    panel,
    title: panel.getByRole('heading', { level: 2 }),
    table: panel.getByRole('table', { name: 'Fields on both sides' }),
    close: panel.getByRole('button', { name: 'Close the detail' }),
    next: panel.getByRole('button', { name: 'Next' }),
    previous: panel.getByRole('button', { name: 'Previous' }),
    /** Accepts what is shown, or reopens it where it is accepted. */
    decide: panel.getByRole('button', { name: /^(Accept|Reopen)$/ }),
    acceptance: panel.getByRole('region', { name: 'Acceptance' }),
    copyId: (system: string): Locator => panel.getByRole('button', { name: `Copy the id in ${system}` }),
    /** The two shifts of a double booking, and the time they share. */
    meeting: panel.getByRole('region', { name: 'The two that meet' }),
    copyAllIds: panel.getByRole('button', { name: 'Copy all ids' }),
    copyBothIds: panel.getByRole('button', { name: 'Copy both ids' }),
    copyLink: panel.getByRole('button', { name: 'Copy link' }),
    /** The disclosure that holds a system's stored fields. */
    storedOf: (system: string): Locator => panel.locator('details').filter({ hasText: system }).first(),
    /** What stands in a field's cell under a system. */
    async value(field: string, system: string): Promise<string> {
      const table = panel.getByRole('table', { name: 'Fields on both sides' })
      const heads = await table.getByRole('columnheader').allTextContents()
      const row = table.getByRole('row').filter({
        has: page.locator('th[scope="row"]', { hasText: new RegExp(`^${field}( differs|not compared)?$`) }),
      })
      // The first column is the row's own head.
      return (
        (
          await row
            .getByRole('cell')
            .nth(heads.indexOf(system) - 1)
            .textContent()
        )?.trim() ?? ''
      )
    },
  }
}
