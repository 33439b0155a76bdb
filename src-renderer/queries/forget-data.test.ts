import { MutationObserver, QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { provideCore } from '../link/core.ts'
import { fakeCore } from '../testing/fake-core.ts'
import { connectionQueries } from './connections.ts'
import { discrepancyQueries } from './discrepancies.ts'
import { facilityQueries } from './facilities.ts'
import { forgetWhenClosed } from './forget-data.ts'
import { workspaceQueries } from './workspace.ts'

/** A client that has read an open workspace and sent one change, with the way to have it closed. */
async function readWorkspace() {
  const core = fakeCore({ now: Instant.parse('2026-11-21T10:00:00.000Z'), rows: 10 })
  provideCore(core)
  const client = new QueryClient()
  await client.fetchQuery(workspaceQueries.info())
  await client.fetchQuery(facilityQueries.list())
  await client.fetchQuery(connectionQueries.list())
  await client.fetchQuery(discrepancyQueries.counts({}))
  const sent = new MutationObserver(client, { mutationFn: async (note: string) => note })
  await sent.mutate('A note with the name of Ann Invented')
  const kept = () => ({
    read: client
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey.slice(0, 2).join(' ')),
    sent: client.getMutationCache().getAll().length,
  })
  const ask = () => client.fetchQuery({ ...workspaceQueries.info(), staleTime: 0 })
  return { core, client, kept, ask }
}

it('keeps what was read while the workspace stays open', async () => {
  const { client, kept, ask } = await readWorkspace()
  const stop = forgetWhenClosed(client)
  await ask()
  expect(kept()).toEqual({
    read: ['workspace info', 'facilities list', 'connections list', 'discrepancies counts'],
    sent: 1,
  })
  stop()
})

it('keeps nothing that was read or sent once the core says that the workspace is locked', async () => {
  const { core, client, kept, ask } = await readWorkspace()
  const stop = forgetWhenClosed(client)
  await core.workspace.lock({})
  await ask()
  expect(kept()).toEqual({ read: ['workspace info'], sent: 0 })
  stop()
})

it('keeps nothing where the page itself asked for the lock and took over its answer', async () => {
  const { core, client, kept } = await readWorkspace()
  const stop = forgetWhenClosed(client)
  client.setQueryData(workspaceQueries.info().queryKey, await core.workspace.lock({}))
  expect(kept()).toEqual({ read: ['workspace info'], sent: 0 })
  stop()
})

it('would keep all of it if nobody listened', async () => {
  const { core, client, kept, ask } = await readWorkspace()
  forgetWhenClosed(client)()
  await core.workspace.lock({})
  await ask()
  expect(kept().read).toHaveLength(4)
})
