import { expect } from '@playwright/test'
import type { Actor } from './actor.ts'

/** Making a recovery phrase: at the end of setting up, or in the settings. */
export function recoverySteps(actor: Actor) {
  const { page } = actor
  const list = page.getByRole('list', { name: 'Recovery phrase' })
  return {
    list,
    make: page.getByRole('button', { name: 'Make a recovery phrase' }),
    written: page.getByRole('button', { name: 'I have written them down' }),
    keep: page.getByRole('button', { name: 'Keep this phrase' }),
    done: page.getByRole('button', { name: 'Done' }),
    /** The words that are shown. */
    async read(): Promise<string[]> {
      await expect(list.getByRole('listitem')).toHaveCount(12)
      return await list.getByRole('listitem').allTextContents()
    },
    /** Types the words that are asked for by their numbers. */
    async confirm(words: readonly string[]): Promise<void> {
      const asked = page.getByRole('textbox', { name: /^Word \d+$/ })
      await expect(asked).toHaveCount(2)
      for (const field of await asked.all()) {
        const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '')
        await actor.type(field, words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
      }
    },
  }
}
