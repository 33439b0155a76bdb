// Every screen reaches this file, so that what it imports first stands in the part of the page that all of them share,
// before any schema there.
import './zod-jitless.ts'
import { AppError } from '#contract/errors'
import type { CoreClient } from '#contract/procedures'

let client: CoreClient | null = null

/** Hands the page its core: once at start by `main.tsx`, or by a test with a core of its own. */
export function provideCore(core: CoreClient): void {
  client = core
}

/** The core this page talks to. */
export function core(): CoreClient {
  if (client === null) throw new AppError('bug', { blame: 'bug', tell: 'The page was drawn before it was connected.' })
  return client
}
