import { type DiscrepancyFilter, DiscrepancyKind, type DiscrepancyRow } from '#contract/discrepancies'
import { withoutNames } from '#contract/discrepancy-words'
import type { CoreClient } from '#contract/procedures'
import { alertsAsJson, alertsOf, systemLines } from './alerts-in-scope.ts'
import type { CommandIo } from './command-io.ts'
import type { CommandOptions } from './command-options.ts'
import type { ExitCode } from './exit-code.ts'
import { type Scope, scopeOf, standingOf } from './pairings-in-scope.ts'
import { rowLine } from './row-line.ts'
import { writeJson } from './write-json.ts'

const pageRows = 500

/** The filter that `--facility`, `--kind` and `--text` ask for. */
export const filterOf = (scope: Scope, { kind, text }: CommandOptions): DiscrepancyFilter => ({
  ...scope,
  ...(kind === undefined ? {} : { kinds: [kind] }),
  ...(text === undefined ? {} : { text }),
})

const othersThanDoubleBooked = DiscrepancyKind.options.filter((kind) => kind !== 'overlap')

/** The first `limit` rows by start, double bookings before all others, and how many there are under the filter. */
async function firstRows(client: CoreClient, filter: DiscrepancyFilter, limit: number) {
  const rows: DiscrepancyRow[] = []
  const { total } = await client.discrepancies.counts({ filter })
  for (const kinds of filter.kinds ? [filter.kinds] : [['overlap' as const], othersThanDoubleBooked]) {
    for (let offset = 0; rows.length < limit; offset += pageRows) {
      const ask = { offset, limit: Math.min(pageRows, limit - rows.length) }
      const page = await client.discrepancies.list({ filter: { ...filter, kinds }, order: 'time', ...ask })
      rows.push(...page.rows)
      if (page.rows.length < ask.limit) break
    }
  }
  return { rows, total }
}

/** Shows the open discrepancies under the filter, double bookings first, and what is wrong with reading a system. */
export async function listCommand(client: CoreClient, options: CommandOptions, io: CommandIo): Promise<ExitCode> {
  const { limit, names } = options
  const scope = await scopeOf(client, options.facility)
  const { rows, total } = await firstRows(client, filterOf(scope, options), limit)
  const { exitCode } = await standingOf(client, scope)
  const alerts = await alertsOf(client, scope, limit)
  if (options.json) {
    const shown = names ? rows : rows.map(withoutNames)
    await writeJson(io, { command: 'list', exitCode, total, rows: shown, alerts: alertsAsJson(alerts, { names }) })
    return exitCode
  }
  await io.out(rows.map((row) => rowLine(row, { names })).join(''))
  await io.out(systemLines(alerts))
  await io.out(
    rows.length === total ? `${total} shown.\n` : `${rows.length} of ${total} shown; "--limit" shows more.\n`,
  )
  return exitCode
}
