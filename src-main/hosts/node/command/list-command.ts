import type { DiscrepancyFilter, DiscrepancyRow } from '#contract/discrepancies'
import { blameWithoutNames, kindInWords, localWithOffset, withoutNames } from '#contract/discrepancy-words'
import type { CoreClient } from '#contract/procedures'
import type { CommandIo } from './command-io.ts'
import type { CommandOptions } from './command-options.ts'
import type { ExitCode } from './exit-code.ts'
import { type Scope, scopeOf, standingOf } from './pairings-in-scope.ts'
import { plainText } from './plain-text.ts'
import { writeJson } from './write-json.ts'

const pageRows = 500

/** The filter that `--facility`, `--kind` and `--text` ask for. */
export const filterOf = (scope: Scope, { kind, text }: CommandOptions): DiscrepancyFilter => ({
  ...scope,
  ...(kind === undefined ? {} : { kinds: [kind] }),
  ...(text === undefined ? {} : { text }),
})

async function firstRows(client: CoreClient, filter: DiscrepancyFilter, limit: number) {
  const rows: DiscrepancyRow[] = []
  for (;;) {
    const ask = { offset: rows.length, limit: Math.min(pageRows, limit - rows.length) }
    const page = await client.discrepancies.list({ filter, order: 'time', ...ask })
    rows.push(...page.rows)
    if (page.rows.length < ask.limit || rows.length >= limit) return { rows, total: page.total }
  }
}

function lineOf(row: DiscrepancyRow, names: boolean): string {
  const ids = [row.leftKey && `${row.leftSystem} ${row.leftKey}`, row.rightKey && `${row.rightSystem} ${row.rightKey}`]
  const parts = [
    `${localWithOffset(row.span.start, row.zone)} to ${localWithOffset(row.span.end, row.zone)}`,
    row.facility,
    kindInWords(row.kind, { left: row.leftSystem, right: row.rightSystem }),
    ...(names ? [row.who, row.blame] : [blameWithoutNames(row)]),
    ids.filter(Boolean).join(', '),
  ]
  return `${plainText(parts.filter((part) => part !== '').join(' | '))}\n`
}

/** Shows the open discrepancies under the filter, by start. */
export async function listCommand(client: CoreClient, options: CommandOptions, io: CommandIo): Promise<ExitCode> {
  const scope = await scopeOf(client, options.facility)
  const { rows, total } = await firstRows(client, filterOf(scope, options), options.limit)
  const { exitCode } = await standingOf(client, scope)
  if (options.json) {
    await writeJson(io, { command: 'list', exitCode, total, rows: options.names ? rows : rows.map(withoutNames) })
    return exitCode
  }
  await io.out(rows.map((row) => lineOf(row, options.names)).join(''))
  await io.out(
    rows.length === total ? `${total} shown.\n` : `${rows.length} of ${total} shown; "--limit" shows more.\n`,
  )
  return exitCode
}
