import { and, eq } from 'drizzle-orm'
import type { OperatorId, SystemAlertId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { appendAudit } from './audit-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { systemAlertsSeen } from './tables/system-alerts-seen.ts'

/** One time of a side being in trouble. */
export type SystemAlertTime = { alertId: SystemAlertId; since: Instant }

/** Keeps that somebody has seen this trouble; seen twice, the first time stands. */
export function markSystemAlertSeen(
  db: WriteDb,
  { alertId, since, by, at }: SystemAlertTime & { by: OperatorId; at: Instant },
): void {
  db.transaction(() => {
    const row = { alertId, since, operatorId: by, seenAt: at }
    const { changes } = db.orm.insert(systemAlertsSeen).values(row).onConflictDoNothing().run()
    if (changes > 0) appendAudit(db, { at, by, action: 'system-alert-seen', target: alertId, detail: { since } })
  })
}

/** Whether somebody has seen this trouble. */
export function isSystemAlertSeen(db: ReadDb, { alertId, since }: SystemAlertTime): boolean {
  const same = and(eq(systemAlertsSeen.alertId, alertId), eq(systemAlertsSeen.since, since))
  return db.orm.select({ since: systemAlertsSeen.since }).from(systemAlertsSeen).where(same).get() !== undefined
}
