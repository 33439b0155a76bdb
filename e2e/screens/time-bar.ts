import { expect } from '@playwright/test'
import type { Actor } from './actor.ts'

/** The bar of compares below a screen, which shows it as it was at any of them. */
export function timeBar(actor: Actor) {
  const { page } = actor
  const bar = page.getByRole('region', { name: 'Time travel' })
  const slider = bar.getByRole('slider', { name: 'Comparison in view' })
  return {
    bar,
    slider,
    /** What the top bar says while an earlier moment is in view. */
    words: page.getByRole('region', { name: 'Facility and systems' }).getByText(/^Snapshot of .+, read only$/),

    /** To the compare before the one in view. */
    async before(): Promise<void> {
      const shown = await slider.inputValue()
      if (actor.hands === 'mouse') await bar.getByRole('button', { name: 'The comparison before' }).click()
      else {
        await slider.focus()
        await actor.key('ArrowLeft')
      }
      await expect(slider).not.toHaveValue(shown)
    },

    /** To the compare after the one in view. */
    async after(): Promise<void> {
      const shown = await slider.inputValue()
      if (actor.hands === 'mouse') await bar.getByRole('button', { name: 'The comparison after' }).click()
      else {
        await slider.focus()
        await actor.key('ArrowRight')
      }
      await expect(slider).not.toHaveValue(shown)
    },

    async backToNow(): Promise<void> {
      await actor.press(bar.getByRole('button', { name: 'Back to now' }))
      await expect(bar.getByRole('button', { name: 'Back to now' })).toHaveCount(0)
    },
  }
}
