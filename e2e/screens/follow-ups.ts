import type { Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** The follow-ups, open ones and closed ones. */
export function followUpsScreen(actor: Actor) {
  const { page } = actor
  const main = page.getByRole('main')
  const items = main.getByRole('list', { name: 'Follow-ups' }).getByRole('listitem')
  const dialog = page.getByRole('dialog', { name: 'Add a follow-up' })
  return {
    items,
    item: (text: string): Locator => items.filter({ hasText: text }),
    add: main.getByRole('button', { name: 'Add a follow-up' }),
    closedToo: main.getByRole('switch', { name: 'Closed ones too' }),
    dialog,
    /** Writes one down for a facility. */
    async write(facility: string, text: string): Promise<void> {
      await actor.press(main.getByRole('button', { name: 'Add a follow-up' }))
      await actor.choose(dialog.getByRole('combobox', { name: 'Facility' }), facility)
      await actor.type(dialog.getByRole('textbox', { name: 'What has to be done outside of Plumbline' }), text)
      await actor.press(dialog.getByRole('button', { name: 'Add', exact: true }))
    },
  }
}
