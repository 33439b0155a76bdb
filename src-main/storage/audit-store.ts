import { desc, lt } from 'drizzle-orm'
import { z } from 'zod'
import type { OperatorId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { readStoredJson } from './stored-json.ts'
import { audit } from './tables/audit.ts'

const AuditDetail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))

/** Ids, counts and codes; never names, reasons or values a person typed. */
export type AuditDetail = z.infer<typeof AuditDetail>

/** Who did it and when; nobody (`null`) where the program did it by itself. */
export type Act = { readonly at: Instant; readonly by: OperatorId | null }

export type AuditRow = {
  seq: number
  at: Instant
  by: OperatorId | null
  /** What was done, as a code: `connection-saved`. */
  action: string
  /** The id of what it was done to. */
  target: string
  detail: AuditDetail
}

/** Adds a row to the audit, inside the transaction of what it records. */
export function appendAudit(db: WriteDb, { at, by, action, target, detail }: Omit<AuditRow, 'seq'>): void {
  db.transaction(() => {
    db.orm
      .insert(audit)
      .values({ recordedAt: at, operatorId: by, action, target, detail: JSON.stringify(AuditDetail.parse(detail)) })
      .run()
  })
}

/** Newest first; `before` is the `seq` to go on from. */
export function listAudit(db: ReadDb, { limit, before }: { limit: number; before?: number }): AuditRow[] {
  const rows = db.orm
    .select()
    .from(audit)
    .where(before === undefined ? undefined : lt(audit.seq, before))
    .orderBy(desc(audit.seq))
    .limit(limit)
    .all()
  return rows.map(({ seq, recordedAt, operatorId, action, target, detail }) => ({
    seq,
    at: recordedAt,
    by: operatorId,
    action,
    target,
    detail: readStoredJson(AuditDetail, detail, `audit row ${seq}`),
  }))
}
