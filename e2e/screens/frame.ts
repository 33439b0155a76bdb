import { expect } from '@playwright/test'
import type { Actor } from './actor.ts'

/** The letters after `g`, by place. */
const keys = {
  Overview: 'o',
  Calendar: 'c',
  Alerts: 'l',
  Discrepancies: 'd',
  Facilities: 'f',
  Connections: 'n',
  Runs: 'r',
  Settings: 's',
} as const

export type Place = keyof typeof keys

/** What is around every screen: places, top bar, banners, status bar. */
export function frame(actor: Actor) {
  const { page } = actor
  return {
    places: page.getByRole('navigation', { name: 'Places' }),
    facility: page.getByRole('combobox', { name: 'Facility', exact: true }),
    status: page.getByRole('contentinfo'),
    /** Over every screen, while the core is away. */
    banner: page.getByRole('alert').filter({ hasText: 'the page keeps trying' }),
    readOnly: page.getByRole('status').filter({ hasText: 'Read only.' }),
    lock: page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Lock' }),
    theme: page.getByRole('button', { name: /^Use the (light|dark) theme$/ }),
    /** Goes to a place: by its link, or by `g` and its letter. */
    async go(place: Place): Promise<void> {
      // Keys pressed before the page is drawn reach nobody.
      await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible()
      const there = page.getByRole('heading', { level: 1, name: new RegExp(`^${place}`) })
      if (actor.hands === 'mouse') {
        await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click()
        return await expect(there).toBeVisible()
      }
      await expect(async () => {
        // Single keys are off in fields; the place's heading takes no keys.
        await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
        await actor.key('g')
        await actor.key(keys[place])
        // The two belong together only when they come soon after each other, which a slow machine may not manage.
        await expect(there).toBeVisible({ timeout: 4_000 })
      }).toPass({ timeout: 15_000 })
    },
  }
}
