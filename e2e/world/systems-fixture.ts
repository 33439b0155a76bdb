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
  systems: async ({}, provide) => {
    const systems = await startLoopbackSystems()
    await provide(systems)
    await systems.close()
  },
  paired: async ({ app, systems }, provide) => {
    await pairSystems(await app.rpc(), systems)
    await provide(systems)
  },
})

export { expect } from '@playwright/test'
