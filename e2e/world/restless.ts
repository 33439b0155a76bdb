import type { CoreClient } from '#contract/procedures'

/** Whether something is read or waits to be, or a pairing has never been compared. */
export async function restless(core: CoreClient): Promise<boolean> {
  const [pairings, runs] = await Promise.all([core.pairings.list({}), core.runs.list({ limit: 20 })])
  return runs.some(({ endedAt }) => endedAt === null) || pairings.some(({ compared }) => compared === null)
}
