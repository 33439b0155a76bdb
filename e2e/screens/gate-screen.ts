import type { Actor } from './actor.ts'

/** The screens that stand before the workspace: set up, unlock, cannot be opened. */
export function gateScreen(actor: Actor) {
  const { page } = actor
  const passphrase = page.getByLabel(/^Passphrase( \*)?$/)
  return {
    title: page.getByRole('heading', { level: 1 }),
    passphrase,
    alert: page.getByRole('alert'),
    async setUp({ name, passphrase: text, again = text }: { name: string; passphrase: string; again?: string }) {
      await actor.type(page.getByRole('textbox', { name: 'Your name' }), name)
      await actor.type(passphrase, text)
      await actor.type(page.getByLabel(/^Passphrase again/), again)
      await actor.press(page.getByRole('button', { name: 'Create workspace' }))
    },
    async unlock(text: string) {
      await actor.type(passphrase, text)
      await actor.press(page.getByRole('button', { name: 'Unlock', exact: true }))
    },
  }
}
