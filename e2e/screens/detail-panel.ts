import { expect, type Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** The detail beside the list: one discrepancy in full. */
export function detailPanel(actor: Actor) {
  const { page } = actor
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
    /** Copies something from the menu of what can be copied. */
    async copy(what: 'Both ids' | 'All ids' | 'Row' | 'Link'): Promise<void> {
      await actor.press(panel.getByRole('button', { name: 'Copy', exact: true }))
      await actor.pick(page.getByRole('menuitem', { name: what }))
      // The menu's own button says so; those of the stored fields say it for themselves.
      await expect(panel.locator('button[aria-haspopup="menu"]').filter({ hasText: 'Copied' })).toBeVisible()
    },
    /** Its place in the list. */
    place: panel.getByRole('status', { name: 'Place in the list' }),
    /** What happened to it, oldest first. */
    timeline: panel.getByRole('list', { name: 'What happened' }),
    notes: panel.getByRole('list', { name: 'Notes' }),
    newNote: panel.getByRole('textbox', { name: 'New note' }),
    followUps: panel.getByRole('list', { name: 'Follow-ups' }),
    assignee: panel.getByRole('combobox', { name: 'Given to' }),

    async giveTo(name: string): Promise<void> {
      await actor.choose(panel.getByRole('combobox', { name: 'Given to' }), name)
    },
    async writeNote(text: string): Promise<void> {
      await actor.type(panel.getByRole('textbox', { name: 'New note' }), text)
      await actor.press(panel.getByRole('button', { name: 'Add note' }))
    },
    /** Adds a follow-up with the text that is offered, and gives that text back. */
    async addFollowUp(): Promise<string> {
      await actor.press(panel.getByRole('button', { name: 'Add a follow-up' }))
      const field = panel.getByRole('textbox', { name: 'What somebody has to do' })
      const text = await field.inputValue()
      await actor.press(panel.getByRole('button', { name: 'Add follow-up' }))
      await expect(field).toHaveCount(0)
      return text
    },
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
