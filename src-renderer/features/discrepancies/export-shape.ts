import type { Instant } from '#contract/time'
import { countOf, countWords } from '../../format/count.ts'

export type ExportFormat = 'csv' | 'json'

/** The proposed name of the file, sortable by its moment: `plumbline-2026-11-21-1004.csv` (UTC). */
export function exportName(format: ExportFormat, now: Instant): string {
  return `plumbline-${now.slice(0, 10)}-${now.slice(11, 16).replace(':', '')}.${format}`
}

/** What the file will hold, before it is written. */
export function exportWords(total: number, filtered: boolean): string {
  const which = filtered ? ' under these filters' : ''
  return `${countOf(total, 'discrepancy', 'discrepancies')}${which}, in the order of the list.`
}

/** How much text has come so far, in bytes a person can read: `12 KB`, `3.4 MB`. */
export function sizeWords(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1000)
  return kilobytes < 1000 ? `${countWords(kilobytes)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
