import { localWithOffset } from '#contract/discrepancy-words'
import { durationInWords } from '#contract/duration-words'
import type { PairingState, SideState } from '#contract/pairings'
import type { CoreClient } from '#contract/procedures'
import { type Instant, toMs, type ZoneId } from '#contract/time'
import { alertLines, alertsAsJson, alertsOf } from './alerts-in-scope.ts'
import type { CommandIo } from './command-io.ts'
import type { CommandOptions } from './command-options.ts'
import { countLines } from './count-lines.ts'
import type { ExitCode } from './exit-code.ts'
import { pairingName, scopeOf, standingOf } from './pairings-in-scope.ts'
import { plainText } from './plain-text.ts'
import { writeJson } from './write-json.ts'

function sideLines(side: SideState, now: Instant, zone: ZoneId): string[] {
  const read =
    side.sealedAt === null
      ? 'never read'
      : `read ${durationInWords(toMs(now) - toMs(side.sealedAt))} ago (${localWithOffset(side.sealedAt, zone)}), ${side.records ?? 0} records, ${[side.coverage ?? 'not complete', ...side.coverageReasons].join(': ')}`
  const failure = side.lastFailure
  return [
    `  ${side.system}: ${read}`,
    ...(failure ? [`    last attempt failed (${localWithOffset(failure.at, zone)}): ${failure.tell}`] : []),
  ]
}

/** A command keeps no schedule: only the program that is open as a page starts what is due. */
function nextSync({ pairing, facility, nextSyncAt }: PairingState, now: Instant): string {
  if (pairing.policy.schedule === null) return 'by hand only'
  if (nextSyncAt === null) return 'by its schedule while Plumbline is open'
  const at = localWithOffset(nextSyncAt, facility.zone)
  return nextSyncAt > now ? `${at}, if Plumbline is open then` : `due since ${at}, as soon as Plumbline is open`
}

function pairingLines(state: PairingState, now: Instant): string {
  const { zone } = state.facility
  const compared = state.compared
    ? `${state.compared.open} open, compared ${localWithOffset(state.compared.at, zone)}`
    : 'never compared'
  const lines = [
    `${pairingName(state)}: ${compared}`,
    ...sideLines(state.left, now, zone),
    ...sideLines(state.right, now, zone),
    `  next sync: ${nextSync(state, now)}`,
  ]
  return `${lines.map(plainText).join('\n')}\n`
}

/** Shows how each pairing in scope stands, and the alerts. */
export async function statusCommand(client: CoreClient, options: CommandOptions, io: CommandIo): Promise<ExitCode> {
  const scope = await scopeOf(client, options.facility)
  const standing = await standingOf(client, scope)
  const { pairings, counts, exitCode } = standing
  const alerts = await alertsOf(client, scope, options.limit)
  if (options.json) {
    const told = alertsAsJson(alerts, { names: false })
    await writeJson(io, { command: 'status', exitCode, pairings, counts, alerts: told })
    return exitCode
  }
  if (pairings.length === 0) {
    await io.out('There is no pairing yet. Add one in Plumbline first.\n')
    return exitCode
  }
  const { now } = await client.workspace.info({})
  await io.out(pairings.map((one) => pairingLines(one, now)).join(''))
  await io.out(`${await countLines(client, standing)}${alertLines(alerts)}`)
  return exitCode
}
