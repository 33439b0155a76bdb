import type { AlertWindow, DiscrepancyAlert } from '#contract/alerts'
import { withoutNames } from '#contract/discrepancy-words'
import type { CoreClient } from '#contract/procedures'
import type { Scope } from './pairings-in-scope.ts'
import { plainText } from './plain-text.ts'
import { rowLine } from './row-line.ts'

const pageRows = 500
/** Lines of discrepancies that a command shows which was not asked for a list. */
const shownAtMost = 10

export type Alerts = Omit<AlertWindow, 'offset' | 'seen'>

/** The alerts in scope: how many, what concerns reading a system, and the first `limit` discrepancies, most urgent first. */
export async function alertsOf(client: CoreClient, scope: Scope, limit: number): Promise<Alerts> {
  const rows: DiscrepancyAlert[] = []
  for (;;) {
    const ask = { offset: rows.length, limit: Math.min(pageRows, limit - rows.length) }
    const { offset: _, seen: __, ...page } = await client.alerts.list({ ...scope, ...ask })
    rows.push(...page.rows)
    if (page.rows.length < ask.limit || rows.length >= limit) return { ...page, rows }
  }
}

/** The alerts as a part of a JSON document; names of people only where asked for. */
export const alertsAsJson = (alerts: Alerts, { names }: { names: boolean }) => ({
  ...alerts,
  rows: alerts.rows.map(({ row, risk }) => ({ row: names ? row : withoutNames(row), risk })),
})

/** What concerns reading a system and nobody has seen yet, a line each. */
export const systemLines = ({ systems }: Alerts): string =>
  systems
    .filter(({ acknowledged }) => !acknowledged)
    .map(({ tell }) => `! ${plainText(tell)}\n`)
    .join('')

/** The alerts in a few lines: double bookings first, without names of people. */
export function alertLines(alerts: Alerts): string {
  const { rows, total, doubleBooked } = alerts
  const systems = systemLines(alerts)
  if (total === 0) return systems === '' ? 'No alerts.\n' : `Alerts:\n${systems}`
  const shown = rows.slice(0, shownAtMost)
  const more = total - shown.length
  const lines = shown.map(({ row }) => `  ${rowLine(row, { names: false })}`).join('')
  const rest = more === 0 ? '' : `  and ${more} more; "npx plumbline list" shows them.\n`
  return `Alerts: ${total}, double-booked: ${doubleBooked}\n${lines}${rest}${systems}`
}
