import { localWithOffset } from '#contract/discrepancy-words'
import type { PairingState, SideState } from '#contract/pairings'
import type { CoreClient } from '#contract/procedures'
import { type Instant, toMs, type ZoneId } from '#contract/time'
import type { CommandIo } from './command-io.ts'
import type { CommandOptions } from './command-options.ts'
import { countLines } from './count-lines.ts'
import type { ExitCode } from './exit-code.ts'
import { pairingName, scopeOf, standingOf } from './pairings-in-scope.ts'
import { plainText } from './plain-text.ts'
import { writeJson } from './write-json.ts'

const minute = 60_000

/** `12 minutes`, `5 hours`, `3 days`: rounded down, so that nothing looks fresher than it is by more than its unit. */
export function ageInWords(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / minute))
  if (minutes < 1) return 'less than a minute'
  const [count, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

function sideLines(side: SideState, now: Instant, zone: ZoneId): string[] {
  const read =
    side.sealedAt === null
      ? 'never read'
      : `read ${ageInWords(toMs(now) - toMs(side.sealedAt))} ago (${localWithOffset(side.sealedAt, zone)}), ${side.records ?? 0} records, ${[side.coverage ?? 'not complete', ...side.coverageReasons].join(': ')}`
  const failure = side.lastFailure
  return [
    `  ${side.system}: ${read}`,
    ...(failure ? [`    last attempt failed (${localWithOffset(failure.at, zone)}): ${failure.tell}`] : []),
  ]
}

function pairingLines(state: PairingState, now: Instant): string {
  const { zone } = state.facility
  const compared = state.compared
    ? `${state.compared.open} open, compared ${localWithOffset(state.compared.at, zone)}`
    : 'never compared'
  // A command keeps no schedule; the program that is open as a page does.
  const unplanned = state.pairing.policy.schedule === null ? 'by hand only' : 'by its schedule while Plumbline is open'
  const next = state.nextSyncAt ? localWithOffset(state.nextSyncAt, zone) : unplanned
  const lines = [
    `${pairingName(state)}: ${compared}`,
    ...sideLines(state.left, now, zone),
    ...sideLines(state.right, now, zone),
    `  next sync: ${next}`,
  ]
  return `${lines.map(plainText).join('\n')}\n`
}

/** Shows how each pairing in scope stands. */
export async function statusCommand(client: CoreClient, options: CommandOptions, io: CommandIo): Promise<ExitCode> {
  const scope = await scopeOf(client, options.facility)
  const standing = await standingOf(client, scope)
  const { pairings, counts, exitCode } = standing
  if (options.json) {
    await writeJson(io, { command: 'status', exitCode, pairings, counts })
    return exitCode
  }
  const { now } = await client.workspace.info({})
  if (pairings.length === 0) await io.out('There is no pairing yet. Add one in Plumbline first.\n')
  else await io.out(`${pairings.map((one) => pairingLines(one, now)).join('')}${await countLines(client, standing)}`)
  return exitCode
}
