import { MutationObserver, QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { alertQueries } from './alerts.ts'
import { decisionOptions } from './decisions.ts'
import { discrepancyQueries } from './discrepancies.ts'

it.each([
  ['done', () => Promise.resolve('done')],
  ['failed, as it may be stored all the same', () => Promise.reject(new Error('not shown'))],
])('asks for lists and alerts again once a decision is %s', async (_, call: () => Promise<string>) => {
  const client = new QueryClient()
  const keys = [
    discrepancyQueries.counts({}).queryKey,
    discrepancyQueries.clusters({}).queryKey,
    alertQueries.counts().queryKey,
  ]
  const held = { total: 1, accepted: 0, byKind: {}, byFacility: [] }
  for (const key of keys) client.setQueryData<unknown>(key, held)
  const stale = () => keys.map((key) => client.getQueryState(key)?.isInvalidated)
  expect(stale()).toEqual([false, false, false])
  await new MutationObserver(client, decisionOptions(client, call)).mutate(undefined).catch(() => {})
  expect(stale()).toEqual([true, true, true])
})
