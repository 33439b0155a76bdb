import type { Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

export type ConnectionEntry = {
  name: string
  listUrl: string
  getUrl: string
  crossReference: string
  header: string
  key: string
  facilityIds: string
}

/** The connections' list and form. */
export function connectionsScreen(actor: Actor) {
  const { page } = actor
  const main = page.getByRole('main')
  const form = main.getByRole('form')
  const field = (name: string): Locator => form.getByRole('textbox', { name, exact: true })
  const key = form.getByLabel('Authentication value', { exact: true })
  return {
    form,
    key,
    field,
    test: form.getByRole('button', { name: 'Test connection' }),
    save: form.getByRole('button', { name: /^Save (connection|changes)$/ }),
    replaceKey: form.getByRole('button', { name: 'Replace Authentication value' }),
    step: (title: string): Locator => form.getByRole('listitem').filter({ hasText: title }),
    check: (title: string): Locator =>
      main.getByRole('button', { name: /^Check now/ }).and(main.getByRole('button', { name: title })),
    checkStep: (title: string): Locator => main.getByRole('listitem').filter({ hasText: title }),
    /** Begins a new connection of this connector. */
    async begin(connector: string): Promise<void> {
      const add = page.getByRole('button', { name: 'Add a connection' }).first()
      await actor.press(add)
      await actor.pick(page.getByRole('menuitem', { name: connector }))
    },
    /** Fills the form; nothing is saved by it. */
    async fill(entry: ConnectionEntry): Promise<void> {
      await actor.type(field('Name of the system'), entry.name)
      await actor.type(field('List shifts address'), entry.listUrl)
      await actor.type(field('Get shift address'), entry.getUrl)
      await actor.choose(form.getByRole('combobox', { name: 'Id on the other system' }), entry.crossReference)
      await actor.type(field('Authentication header'), entry.header)
      await actor.type(key, entry.key)
      await actor.type(field('Facility ids on this system'), entry.facilityIds)
      await actor.tick(form.getByRole('switch', { name: 'Local test server' }))
    },
  }
}
