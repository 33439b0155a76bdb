import type { ReadDb } from '../../src-main/storage/database.ts'

const counted = 'pairing_id, kind, accepted_until, cluster_id, acknowledged, assigned_to'

/** Throws where the stored counts of open discrepancies are not what counting them gives. */
export function assertCounted(db: ReadDb): void {
  const read = (text: string): string => JSON.stringify(db.sql.prepare(`${text} ORDER BY 1, 2, 3, 4, 5, 6`).raw().all())
  const stored = read(`SELECT ${counted}, open FROM discrepancy_count`)
  const found = read(`SELECT ${counted}, count(*) FROM discrepancy WHERE ended IS NULL GROUP BY 1, 2, 3, 4, 5, 6`)
  if (stored !== found)
    throw new Error(`the stored counts of open discrepancies are wrong: ${stored} instead of ${found}`)
}
