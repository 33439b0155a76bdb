import { expect } from '@playwright/test'
import type { Actor } from './actor.ts'

export type Place = 'Alerts' | 'Discrepancies' | 'Facilities' | 'Connections' | 'Runs'

/** What is around every screen: places, top bar, banners, status bar. */
export function frame(actor: Actor) {
  const { page } = actor
  const keys: Record<Place, string> = { Alerts: 'l', Discrepancies: 'd', Facilities: 'f', Connections: 'c', Runs: 'r' }
  return {
    places: page.getByRole('navigation', { name: 'Places' }),
    facility: page.getByRole('combobox', { name: 'Facility', exact: true }),
    status: page.getByRole('contentinfo'),
    banner: page.getByRole('alert'),
    readOnly: page.getByRole('status').filter({ hasText: 'Read only.' }),
    theme: page.getByRole('button', { name: /^Use the (light|dark) theme$/ }),
    /** Goes to a place: by its link, or by `g` and its letter. */
    async go(place: Place): Promise<void> {
      if (actor.hands === 'mouse') {
        await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click()
      } else {
        // Single keys are off in fields; the place's heading takes no keys.
        await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
        await actor.key('g')
        await actor.key(keys[place])
      }
      await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible()
    },
  }
}
