import type { DiscrepancyOrder } from '#contract/discrepancies'
import { ZoneId } from '#contract/time'
import { countOf, countWords } from '../../format/count.ts'
import { deskZone } from '../../format/instant.ts'

export type ExportFormat = 'csv' | 'json'

const orders: Record<DiscrepancyOrder, string> = {
  time: 'by start time',
  'first-seen': 'newest found first',
  risk: 'by risk',
}

type Exported = { total: number; filtered: boolean; order: DiscrepancyOrder; asOf: string | null }

/** What the file will hold, before it is written: how many, of when, and in which order. */
export function exportWords({ total, filtered, order, asOf }: Exported): string {
  const which = filtered ? ' under these filters' : ''
  const when = asOf === null ? '' : ` as of ${asOf}`
  return `${countOf(total, 'discrepancy', 'discrepancies')}${which}${when}, ${orders[order]}.`
}

/** On whose clock the local times are told. */
export const exportClocks = ['facility', 'mine', 'utc'] as const
export type ExportClock = (typeof exportClocks)[number]

export function clockWords(clock: ExportClock): string {
  if (clock === 'facility') return 'On each facility’s own clock'
  return clock === 'utc' ? 'In UTC' : `On my clock (${deskZone().replaceAll('_', ' ')})`
}

/** The zone to ask for, left out where each facility has its own. */
export function zoneOf(clock: ExportClock): { zone?: ZoneId } {
  if (clock === 'facility') return {}
  return { zone: ZoneId.parse(clock === 'utc' ? 'UTC' : deskZone()) }
}

/** How much text has come so far, in bytes a person can read: `12 KB`, `3.4 MB`. */
export function sizeWords(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1000)
  return kilobytes < 1000 ? `${countWords(kilobytes)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
