import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { AppInput } from '../../src-main/create-app.ts'
import { type AcceptBench, seenAs, startAcceptBench } from './accepted-differences.ts'
import type { TestApp } from './test-app.ts'

const ask = { order: 'time', offset: 0, limit: 5 } as const

/** How the one difference stands: listed or accepted, and whether its alert is quiet. */
export async function standingIn({ client }: TestApp): Promise<{ listed: number; accepted: number; alerts: number }> {
  const [listed, accepted] = [{}, { accepted: true }].map((filter) => client.discrepancies.list({ filter, ...ask }))
  const { total: alerts } = await client.alerts.list({ offset: 0, limit: 5 })
  return { listed: (await listed)?.total ?? 0, accepted: (await accepted)?.total ?? 0, alerts }
}

/** What ends a decision and brings its values back, so that nothing in the values themselves tells of it. */
export const overtakes: { name: string; overtake(bench: AcceptBench): Promise<void> }[] = [
  {
    name: 'a value moved and moved back',
    async overtake({ right, two }) {
      right({ label: 'Late' })
      await two.sync()
      right({ label: 'Night ward' })
      await two.sync()
    },
  },
  {
    name: 'it was resolved and came back',
    async overtake({ right, two }) {
      right({ label: 'Shift 20' })
      await two.sync()
      right({ label: 'Night ward' })
      await two.sync()
    },
  },
]

/** Decides about the one difference in the running core. */
export async function decide({ two, row, accept }: AcceptBench, what: 'accept' | 'acknowledge'): Promise<void> {
  if (what === 'accept') {
    await accept()
    return
  }
  const seen = await row()
  const of = { by: 'fingerprint' as const, pairingId: seen.pairingId, rows: [seenAs(seen)] }
  await two.test.client.alerts.acknowledge({ of })
}

/** Removes the cache of a closed core, as a person may, and syncs once in a new one. */
export async function rebuiltCache({ two }: AcceptBench, change: Partial<AppInput> = {}): Promise<TestApp> {
  await two.test.app.close()
  const { folder } = two.test
  for (const name of readdirSync(folder)) if (name.startsWith('cache.db')) rmSync(join(folder, name))
  const again = await two.test.reopen(change)
  await again.sync(two.pairingId)
  return again
}

/** Decides, has the decision overtaken, loses the cache, and holds that it does not come back. Throws where it does. */
export async function runOvertaken(
  { overtake }: (typeof overtakes)[number],
  what: 'accept' | 'acknowledge',
): Promise<void> {
  const bench = await startAcceptBench()
  let again: TestApp | null = null
  try {
    await decide(bench, what)
    await overtake(bench)
    const before = await standingIn(bench.two.test)
    expect(before).toEqual({ listed: 1, accepted: 0, alerts: 1 })
    again = await rebuiltCache(bench)
    expect(await standingIn(again), 'a cache read anew tells what the old one told').toEqual(before)
  } finally {
    await again?.app.close()
    await bench.two.close()
  }
}
