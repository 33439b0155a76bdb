import { expect, type Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** What Ctrl K opens. */
export function palette(actor: Actor) {
  const { page } = actor
  const field = page.getByRole('combobox', { name: 'Command' })
  const options = page.getByRole('listbox', { name: 'What fits' }).getByRole('option')
  return {
    field,
    options,
    option: (text: string | RegExp): Locator => options.filter({ hasText: text }),
    marked: options.and(page.locator('[aria-selected="true"]')),
    says: page.getByRole('status').filter({ hasText: /entr|fits|Looking/ }),
    async open(): Promise<void> {
      if (actor.hands === 'mouse') await page.getByRole('button', { name: 'Jump or run' }).click()
      else await actor.key('ControlOrMeta+k')
      await expect(field).toBeFocused()
    },
    /** Types a text and has the entry with these words done. */
    async run(text: string, entry: string | RegExp): Promise<void> {
      await this.open()
      await field.fill(text)
      const wanted = options.filter({ hasText: entry }).first()
      await expect(wanted).toBeVisible()
      if (actor.hands === 'mouse') await wanted.click()
      else {
        const isMarked = async () => (await wanted.getAttribute('aria-selected')) === 'true'
        for (let steps = await options.count(); steps > 0 && !(await isMarked()); steps--) await actor.key('ArrowDown')
        await actor.key('Enter')
      }
      await expect(field).toHaveCount(0)
    },
  }
}
