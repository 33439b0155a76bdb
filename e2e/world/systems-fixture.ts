import { test as base } from '../screens/screens-fixture.ts'
import { type LoopbackSystems, pairSystems, startLoopbackSystems } from './hosted-systems.ts'

type SystemFixtures = {
  /** Two loopback systems that nothing knows yet. */
  systems: LoopbackSystems
  /** The same two, connected, paired and synced once in the own workspace of `app`. */
  paired: LoopbackSystems
}

export const test = base.extend<SystemFixtures>({
  workspace: 'own',
  systems: async ({}, use) => {
    const systems = await startLoopbackSystems()
    await use(systems)
    await systems.close()
  },
  paired: async ({ app, systems }, use) => {
    await pairSystems(await app.rpc(), systems)
    await use(systems)
  },
})

export { expect } from '@playwright/test'
