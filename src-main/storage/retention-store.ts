import { PurgeResult } from '#contract/retention'
import { type Act, appendAudit } from './audit-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { readStoredJson } from './stored-json.ts'
import { readSetting, writeSetting } from './workspace-setting-store.ts'

/** How long an item is kept after its end where nobody said otherwise (R22). */
export const defaultRetentionDays = 30

const daysKey = 'retention-days'
const lastKey = 'last-purge'

/** Days after its end that an item is kept. */
export const readRetentionDays = (ledger: ReadDb): number =>
  Number(readSetting(ledger, daysKey) ?? defaultRetentionDays)

/** Sets them; audited. */
export function saveRetentionDays(ledger: WriteDb, { days, at, by }: Act & { days: number }): void {
  ledger.transaction(() => {
    const was = readRetentionDays(ledger)
    writeSetting(ledger, daysKey, String(days))
    appendAudit(ledger, { at, by, action: 'retention-saved', target: 'workspace', detail: { days, was } })
  })
}

/** The newest purge; null before the first one. */
export function readLastPurge(ledger: ReadDb): PurgeResult | null {
  const stored = readSetting(ledger, lastKey)
  return stored === null ? null : readStoredJson(PurgeResult, stored, 'the last purge')
}

/** Keeps what a purge did; audited where it took something away. */
export function saveLastPurge(ledger: WriteDb, { result, by }: Pick<Act, 'by'> & { result: PurgeResult }): void {
  const { tell: _, at, ...detail } = result
  ledger.transaction(() => {
    writeSetting(ledger, lastKey, JSON.stringify(result))
    if (detail.records + detail.discrepancies + detail.compares + detail.texts === 0) return
    appendAudit(ledger, { at, by, action: 'purged', target: 'workspace', detail })
  })
}
