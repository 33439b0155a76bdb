import { expect, type Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

type PairingEntry = {
  facility: string
  left: { connection: string; scope: string }
  right: { connection: string; scope: string }
}

/** Facilities, their pairings, how both sides stand, and the syncs. */
export function facilitiesScreen(actor: Actor) {
  const { page } = actor
  const dialog = page.getByRole('dialog')
  const pairing = page.getByRole('main').getByRole('article')
  return {
    pairing,
    syncNow: pairing.getByRole('button', { name: 'Sync now' }),
    cancel: pairing.getByRole('button', { name: 'Cancel' }),
    dialog,
    /** Opens the form of a pairing that is there. */
    edit: () => actor.press(pairing.getByRole('link', { name: 'Edit', exact: true })),
    save: () => actor.press(dialog.getByRole('button', { name: 'Save changes' })),
    schedule: {
      choose: (option: string) => actor.choose(dialog.getByRole('combobox', { name: 'Syncs by itself' }), option),
      expression: dialog.getByRole('textbox', { name: 'Cron expression' }),
      /** The wall clock of a daily sync, such as `06:30`. */
      async at(time: string): Promise<void> {
        const field = dialog.getByLabel('Every day at')
        if (actor.hands === 'mouse') return await field.fill(time)
        await field.focus()
        // A time field takes its digits one by one and goes on by itself.
        await page.keyboard.type(time.replace(':', ''))
        await expect(field).toHaveValue(time)
      },
    },
    /** How one side stands: age, counts, the newest failure in words. */
    side: (system: string): Locator => pairing.getByRole('region', { name: system }),
    async addFacility({ name, zone }: { name: string; zone: string }): Promise<void> {
      await actor.press(page.getByRole('button', { name: 'Add a facility' }).first())
      await actor.type(dialog.getByRole('textbox', { name: 'Name' }), name)
      await actor.choose(dialog.getByRole('combobox', { name: 'Time zone' }), zone)
      await actor.press(dialog.getByRole('button', { name: 'Add facility' }))
    },
    async addPairing({ facility, left, right }: PairingEntry): Promise<void> {
      await actor.press(page.getByRole('region', { name: facility }).getByRole('link', { name: 'Add a pairing' }))
      for (const [index, { connection, scope }] of [left, right].entries()) {
        const title = index === 0 ? 'First system' : 'Second system'
        await actor.choose(dialog.getByRole('combobox', { name: title }), connection)
        await actor.type(dialog.getByRole('combobox', { name: 'Facility id there' }).nth(index), scope)
        await actor.key('Tab')
      }
      await actor.press(dialog.getByRole('button', { name: 'Add pairing' }))
    },
    async acceptRead(system: string, reason: string): Promise<void> {
      await actor.press(this.side(system).getByRole('button', { name: 'Accept this read' }))
      await actor.type(dialog.getByRole('textbox', { name: 'Why this read is right' }), reason)
      await actor.press(dialog.getByRole('button', { name: 'Accept this read' }))
    },
  }
}
