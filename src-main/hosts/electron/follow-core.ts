import type { CoreClient } from '#contract/procedures'
import type { Run } from '#contract/runs'
import type { LivingCore } from './core-client.ts'
import { makeEndedRuns } from './sync-news.ts'
import type { TrayStatus } from './tray-words.ts'

type FollowInput = {
  /** What the tray says, whenever something may have changed. */
  onStatus(status: TrayStatus): void
  /** Syncs that ended since the last look. */
  onEnded(runs: Run[]): void
}

const newestRuns = 50

/** So long several changes are taken for one. */
const gatherMs = 300

/** Follows one core until it is gone, for the tray and the notifications. Never rejects. */
export async function followCore({ client, gone }: LivingCore, input: FollowInput): Promise<void> {
  const ended = makeEndedRuns()
  const look = async (): Promise<void> => {
    const before = (await client.workspace.info({}, { signal: gone })).state.state
    if (!isOpen(before)) return input.onStatus({ state: before, open: null, running: false })
    const [runs, open] = await Promise.all([
      client.runs.list({ limit: newestRuns }, { signal: gone }),
      openOf(client, gone),
    ])
    // It may have been locked while this was read, and then what was read is of before.
    const { state } = (await client.workspace.info({}, { signal: gone })).state
    if (!isOpen(state)) return input.onStatus({ state, open: null, running: false })
    input.onStatus({ state, open, running: runs.some(({ endedAt }) => endedAt === null) })
    const news = ended(runs)
    if (news.length > 0) input.onEnded(news)
  }
  let timer: NodeJS.Timeout | undefined
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      // What cannot be asked now is asked with the next change.
      look().catch(() => {})
    }, gatherMs)
  }
  try {
    const changes = await client.workspace.changes({}, { signal: gone })
    for await (const { topic } of changes) {
      if (topic === 'workspace' || topic === 'runs' || topic === 'discrepancies') soon()
    }
  } catch {
    // The core is gone or closing; whoever starts the next one follows that.
  } finally {
    clearTimeout(timer)
  }
}

const isOpen = (state: TrayStatus['state']): boolean => state === 'open' || state === 'viewing'

/** Open discrepancies that nobody accepted; null where nothing can be read yet. */
async function openOf(client: CoreClient, signal: AbortSignal): Promise<number | null> {
  try {
    return (await client.discrepancies.counts({ filter: {} }, { signal })).total
  } catch {
    return null
  }
}
