import { expect } from '@playwright/test'
import type { Actor } from './actor.ts'

type SetUp = {
  name: string
  passphrase: string
  again?: string
  /** What is done where a recovery phrase is offered: declined unless told otherwise. */
  phrase?: 'declined' | 'left-open'
}

/** The screens that stand before the workspace: set up, unlock, recover, cannot be opened. */
export function gateScreen(actor: Actor) {
  const { page } = actor
  const passphrase = page.getByLabel(/^Passphrase( \*)?$/)
  const again = page.getByLabel(/^Passphrase again/)
  const unlock = page.getByRole('button', { name: 'Unlock', exact: true })
  /** What stands first depends on the host. */
  const byPassphrase = page.getByRole('radio', { name: 'With a passphrase' })
  return {
    title: page.getByRole('heading', { level: 1 }),
    passphrase,
    unlockButton: unlock,
    alert: page.getByRole('alert'),
    openWithPhrase: page.getByRole('button', { name: 'Open with recovery phrase' }),
    async setUp({ name, passphrase: text, again: second = text, phrase = 'declined' }: SetUp) {
      await actor.type(page.getByRole('textbox', { name: 'Your name' }), name)
      await actor.tick(byPassphrase)
      await actor.type(passphrase, text)
      await actor.type(again, second)
      await actor.press(page.getByRole('button', { name: 'Create workspace' }))
      if (second === text && phrase === 'declined') await actor.press(page.getByRole('button', { name: 'Not now' }))
    },
    async unlock(text: string) {
      await actor.type(passphrase, text)
      await actor.press(unlock)
    },
    /** Enters a passphrase that is wrong and waits until that is said. */
    async tryWrong(text: string) {
      await actor.type(passphrase, text)
      await actor.press(unlock)
      // The field is emptied as it is sent, and the button comes back once it was judged.
      await expect(page.locator('button[data-loading]')).toHaveCount(0)
      await expect(page.getByText('This passphrase does not open the workspace.')).toBeVisible()
    },
    /** Fills the screen that opens a workspace by its recovery phrase, for a passphrase from now on. */
    async recover(words: readonly string[], text: string) {
      await actor.type(page.getByRole('textbox', { name: 'Recovery phrase' }), words.join(' '))
      await actor.tick(byPassphrase)
      await actor.type(passphrase, text)
      await actor.type(again, text)
      await actor.press(page.getByRole('button', { name: 'Open the workspace' }))
    },
  }
}
