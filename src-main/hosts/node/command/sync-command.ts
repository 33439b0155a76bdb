import { AppError, toErrorData } from '#contract/errors'
import type { CoreClient } from '#contract/procedures'
import type { Run } from '#contract/runs'
import { alertLines, alertsAsJson, alertsOf } from './alerts-in-scope.ts'
import type { CommandIo } from './command-io.ts'
import type { CommandOptions } from './command-options.ts'
import { countLines } from './count-lines.ts'
import { type ExitCode, worstOf } from './exit-code.ts'
import { pairingName, scopeOf, standingOf } from './pairings-in-scope.ts'
import { plainText } from './plain-text.ts'
import { startProgress } from './show-progress.ts'
import { writeJson } from './write-json.ts'

async function followToEnd(
  client: CoreClient,
  run: Run,
  { show, signal }: { show(run: Run): void; signal: AbortSignal },
): Promise<Run> {
  let last = run
  show(last)
  // One that could not be started is stored nowhere and has nothing to follow.
  if (last.endedAt !== null) return last
  for await (const change of await client.runs.follow({ runId: run.id }, { signal })) {
    last = change
    show(last)
  }
  if (last.endedAt === null) {
    throw new AppError('core-gone', {
      blame: 'bug',
      tell: 'A sync was no longer followed before it ended. What was complete before still holds; start the sync again.',
    })
  }
  return last
}

/** Keeps no more than the days it is set to, also where nobody ever opens the page. A sync does not wait for what keeps it. */
async function purgeFirst(client: CoreClient, io: CommandIo): Promise<void> {
  try {
    await client.retention.purge({ whereDue: true }, { signal: io.signal })
  } catch (thrown) {
    io.signal.throwIfAborted()
    const { code, tell } = toErrorData(thrown)
    // The sync says the same.
    if (code !== 'workspace-read-only') io.complain(`What is older than it may be was not removed: ${tell}`)
  }
}

/** Purges where that is due, syncs every pairing in scope, tells how each ended, counts what is open and shows the alerts: double bookings first. */
export async function syncCommand(client: CoreClient, options: CommandOptions, io: CommandIo): Promise<ExitCode> {
  const scope = await scopeOf(client, options.facility)
  const { pairings } = await standingOf(client, scope)
  const nameOf = (run: Run): string => {
    const state = pairings.find((one) => one.pairing.id === run.pairingId)
    return state ? pairingName(state) : run.pairingId
  }
  await purgeFirst(client, io)
  const started = await client.runs.syncAll(scope)
  const progress = startProgress(options.json ? null : io.terminal)
  let runs: Run[]
  try {
    const show = (run: Run) => progress.show(nameOf(run), run)
    runs = await Promise.all(started.map((run) => followToEnd(client, run, { show, signal: io.signal })))
  } finally {
    progress.stop()
  }
  const after = await standingOf(client, scope)
  const alerts = await alertsOf(client, scope, options.limit)
  const states = runs.map((run) => run.state)
  const exitCode = worstOf(after.exitCode, states)
  if (options.json) {
    const told = runs.map((run) => ({ pairing: nameOf(run), run }))
    const { counts } = after
    await writeJson(io, {
      command: 'sync',
      exitCode,
      runs: told,
      counts,
      alerts: alertsAsJson(alerts, { names: false }),
    })
    return exitCode
  }
  if (runs.length === 0) await io.out('There is no pairing to sync yet. Add one in Plumbline first.\n')
  for (const run of runs) await io.out(`${nameOf(run)}: ${plainText(run.tell)}\n`)
  await io.out(await countLines(client, after))
  await io.out(alertLines(alerts))
  return exitCode
}
