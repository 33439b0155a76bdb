import { and, count, eq, isNull, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { FollowUp } from '#contract/desk-work'
import { type FacilityId, type Fingerprint, FollowUpId, type OperatorId, type PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { newId } from '../platform/new-id.ts'
import { appendAudit } from './audit-store.ts'
import { expectOneRow, notFoundError } from './check-changes.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { loadFacility } from './facility-store.ts'
import { facilities } from './tables/facilities.ts'
import { followUps } from './tables/follow-ups.ts'
import { operators } from './tables/operators.ts'

type About = { pairingId: PairingId; fingerprint: Fingerprint }

export type FollowUpFilter = {
  facilityId?: FacilityId | undefined
  about?: About | undefined
  /** Closed ones as well. */
  closed: boolean
}

type Row = {
  open: typeof followUps.$inferSelect
  facility: string
  by: string
  closedBy: string | null
}

const toFollowUp = ({ open, facility, by, closedBy }: Row): FollowUp => ({
  id: open.id,
  facilityId: open.facilityId,
  facility,
  about:
    open.pairingId !== null && open.fingerprint !== null
      ? { pairingId: open.pairingId, fingerprint: open.fingerprint }
      : null,
  text: open.text,
  by,
  at: open.addedAt,
  closed: open.closedAt !== null && closedBy !== null ? { by: closedBy, at: open.closedAt } : null,
})

function readFollowUps(db: ReadDb, where: SQL | undefined): FollowUp[] {
  const closer = alias(operators, 'closer')
  return db.orm
    .select({ open: followUps, facility: facilities.name, by: operators.name, closedBy: closer.name })
    .from(followUps)
    .innerJoin(facilities, eq(facilities.id, followUps.facilityId))
    .innerJoin(operators, eq(operators.id, followUps.operatorId))
    .leftJoin(closer, eq(closer.id, followUps.closedBy))
    .where(where)
    .all()
    .map(toFollowUp)
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Open ones first, oldest first; then, where they are asked for, closed ones, newest first. */
export function listFollowUps(db: ReadDb, { facilityId, about, closed }: FollowUpFilter): FollowUp[] {
  const found = readFollowUps(
    db,
    and(
      facilityId === undefined ? undefined : eq(followUps.facilityId, facilityId),
      about && and(eq(followUps.pairingId, about.pairingId), eq(followUps.fingerprint, about.fingerprint)),
      closed ? undefined : isNull(followUps.closedAt),
    ),
  )
  const open = found.filter((one) => one.closed === null).sort((a, b) => byText(a.at, b.at) || byText(a.id, b.id))
  const done = found
    .filter((one) => one.closed !== null)
    .sort((a, b) => byText(b.closed?.at ?? '', a.closed?.at ?? '') || byText(a.id, b.id))
  return [...open, ...done]
}

/** How many are open in each facility that has any. */
export function countFollowUps(db: ReadDb): Map<FacilityId, number> {
  const rows = db.orm
    .select({ facilityId: followUps.facilityId, open: count() })
    .from(followUps)
    .where(isNull(followUps.closedAt))
    .groupBy(followUps.facilityId)
    .all()
  return new Map(rows.map(({ facilityId, open }) => [facilityId, open]))
}

function loadFollowUp(db: ReadDb, id: FollowUpId): FollowUp {
  const [found] = readFollowUps(db, eq(followUps.id, id))
  if (!found) throw notFoundError('This follow-up')
  return found
}

type AddFollowUp = {
  facilityId: FacilityId
  about: About | null
  /** 1 to 2,000 characters; the audit does not repeat it. */
  text: string
  /** When the item ends that it is about; null where it is about none. */
  endsAt: Instant | null
  by: OperatorId
  at: Instant
}

/** Stores a task for a person. Throws AppError `not-found` for the facility. */
export function addFollowUp(db: WriteDb, { facilityId, about, text, endsAt, by, at }: AddFollowUp): FollowUp {
  const id = newId(FollowUpId)
  return db.transaction(() => {
    loadFacility(db, facilityId)
    db.orm
      .insert(followUps)
      .values({
        ...{ id, facilityId, text, operatorId: by, addedAt: at, endsAt: endsAt ?? at },
        pairingId: about?.pairingId ?? null,
        fingerprint: about?.fingerprint ?? null,
      })
      .run()
    appendAudit(db, { at, by, action: 'follow-up-added', target: id, detail: { facilityId, ...about } })
    return loadFollowUp(db, id)
  })
}

/** Closes a task, or opens it again; one that stands so already stays as it is. Throws AppError `not-found`. */
export function closeFollowUp(
  db: WriteDb,
  { id, closed, by, at }: { id: FollowUpId; closed: boolean; by: OperatorId; at: Instant },
): FollowUp {
  return db.transaction(() => {
    const before = loadFollowUp(db, id)
    if ((before.closed !== null) === closed) return before
    const state = closed ? { closedBy: by, closedAt: at } : { closedBy: null, closedAt: null }
    expectOneRow(db.orm.update(followUps).set(state).where(eq(followUps.id, id)).run(), 'This follow-up')
    appendAudit(db, { at, by, action: closed ? 'follow-up-closed' : 'follow-up-reopened', target: id, detail: {} })
    return loadFollowUp(db, id)
  })
}
