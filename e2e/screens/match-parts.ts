import { expect, type Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** What the detail says about a pair or a lone record, the question before a decision, and the list of pairs without ids. */
export function matchParts(actor: Actor) {
  const { page } = actor
  const panel = page.getByRole('complementary', { name: 'Detail' })
  const section = (title: string): Locator =>
    panel.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
  const dialog = page.getByRole('dialog')
  const candidates = section('Could be the same as')
  const pairs = page.getByRole('main').getByRole('region', { name: 'Pairs without ids' })
  return {
    dialog,
    candidates,
    pairs,
    found: section('How the pair was found'),
    links: section('Ids that tie both systems'),
    decisions: page.getByRole('main').getByRole('list', { name: 'Decisions' }),
    candidate: (id: string): Locator => candidates.getByRole('listitem').filter({ hasText: id }),
    pair: (id: string): Locator => pairs.getByRole('listitem').filter({ hasText: id }),
    /** Gives the reason that the open question asks for, and says yes. */
    async decide(yes: string, reason: string): Promise<void> {
      await actor.type(dialog.getByRole('textbox', { name: 'Why' }), reason)
      await actor.press(dialog.getByRole('button', { name: yes, exact: true }))
      await expect(dialog).toHaveCount(0)
    },
  }
}
