import { and, asc, eq, isNull } from 'drizzle-orm'
import { AppError } from '#contract/errors'
import { FacilityId } from '#contract/ids'
import type { Facility, FacilityDraft } from '#contract/pairings'
import { newId } from '../platform/new-id.ts'
import { type Act, appendAudit } from './audit-store.ts'
import { expectOneRow, notFoundError } from './check-changes.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { facilities } from './tables/facilities.ts'
import { followUps } from './tables/follow-ups.ts'
import { pairings } from './tables/pairings.ts'

/** All facilities by name. */
export function listFacilities(db: ReadDb): Facility[] {
  return db.orm.select().from(facilities).orderBy(asc(facilities.name), asc(facilities.id)).all()
}

/** Throws AppError `not-found`. */
export function loadFacility(db: ReadDb, id: FacilityId): Facility {
  const row = db.orm.select().from(facilities).where(eq(facilities.id, id)).get()
  if (!row) throw notFoundError('This facility')
  return row
}

/** Adds a facility, or changes the one the draft names. Throws AppError `not-found`. */
export function saveFacility(db: WriteDb, { draft, at, by }: Act & { draft: FacilityDraft }): Facility {
  const { id, name, zone } = draft
  const facility: Facility = { id: id ?? newId(FacilityId), name, zone }
  return db.transaction(() => {
    if (id === undefined) db.orm.insert(facilities).values(facility).run()
    else expectOneRow(db.orm.update(facilities).set({ name, zone }).where(eq(facilities.id, id)).run(), 'This facility')
    appendAudit(db, {
      at,
      by,
      action: 'facility-saved',
      target: facility.id,
      detail: { added: id === undefined, zone },
    })
    return facility
  })
}

/** Throws AppError `in-use` where a pairing compares it or a follow-up of it is open, `not-found`. */
export function removeFacility(db: WriteDb, { id, at, by }: Act & { id: FacilityId }): void {
  db.transaction(() => {
    if (db.orm.select().from(pairings).where(eq(pairings.facilityId, id)).get()) {
      throw new AppError('in-use', {
        blame: 'settings',
        tell: 'This facility is compared by a pairing. Remove the pairing first, then the facility.',
      })
    }
    // They would go with it, unread, and the audit would not say so.
    const { facilityId, closedAt } = followUps
    if (
      db.orm
        .select()
        .from(followUps)
        .where(and(eq(facilityId, id), isNull(closedAt)))
        .get()
    ) {
      throw new AppError('in-use', {
        blame: 'settings',
        tell: 'This facility has open follow-ups. Close them first, then remove the facility.',
      })
    }
    expectOneRow(db.orm.delete(facilities).where(eq(facilities.id, id)).run(), 'This facility')
    appendAudit(db, { at, by, action: 'facility-removed', target: id, detail: {} })
  })
}
