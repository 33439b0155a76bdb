import type { Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** The settings: parts one below the other, and a search over them. */
export function settingsScreen(actor: Actor) {
  const { page } = actor
  const main = page.getByRole('main')
  const part = (name: string): Locator => main.getByRole('region', { name })
  const people = part('Who works here')
  const keeping = part('Keeping data')
  return {
    part,
    parts: main.getByRole('region'),
    search: main.getByRole('textbox', { name: 'Search the settings' }),
    operator: (name: string): Locator => people.getByRole('radio', { name }),
    newOperator: people.getByRole('textbox', { name: 'Add somebody' }),
    addOperator: people.getByRole('button', { name: 'Add' }),
    rename: (name: string): Locator => people.getByRole('button', { name: `Rename ${name}` }),
    newName: (name: string): Locator => people.getByRole('textbox', { name: `New name of ${name}` }),
    days: keeping.getByRole('textbox', { name: 'Days to keep an item after it has ended' }),
    saveDays: keeping.getByRole('button', { name: 'Save' }),
    purge: keeping.getByRole('button', { name: 'Purge now' }),
    keeping,
    diagnostics: part('Diagnostics for support'),
    dialog: page.getByRole('dialog'),
    theme: (name: string): Locator => part('Appearance').getByRole('radio', { name }),
  }
}
