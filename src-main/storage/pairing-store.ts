import { and, asc, desc, eq } from 'drizzle-orm'
import { AppError } from '#contract/errors'
import { type ConnectionId, PairingId } from '#contract/ids'
import { type Pairing, type PairingDraft, PairingPolicy } from '#contract/pairings'
import { recipes } from '#contract/recipes'
import type { Instant } from '#contract/time'
import { newId } from '../platform/new-id.ts'
import { type Act, appendAudit } from './audit-store.ts'
import { expectOneRow, notFoundError } from './check-changes.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { loadFacility } from './facility-store.ts'
import { readStoredJson } from './stored-json.ts'
import { audit } from './tables/audit.ts'
import { connections } from './tables/connections.ts'
import { pairings } from './tables/pairings.ts'

function toPairing(row: typeof pairings.$inferSelect): Pairing {
  return {
    id: row.id,
    facilityId: row.facilityId,
    recipeId: row.recipeId,
    left: { connectionId: row.leftConnectionId, scope: row.leftScope },
    right: { connectionId: row.rightConnectionId, scope: row.rightScope },
    policy: readStoredJson(PairingPolicy, row.policy, `policy of pairing ${row.id}`),
  }
}

/** All pairings, in a fixed order. */
export function listPairings(db: ReadDb): Pairing[] {
  return db.orm.select().from(pairings).orderBy(asc(pairings.facilityId), asc(pairings.id)).all().map(toPairing)
}

/** Throws AppError `not-found`. */
export function loadPairing(db: ReadDb, id: PairingId): Pairing {
  const row = db.orm.select().from(pairings).where(eq(pairings.id, id)).get()
  if (!row) throw notFoundError('This pairing')
  return toPairing(row)
}

/** When a person last saved it, from the audit; null where the audit does not hold it. */
export function pairingSavedAt(db: ReadDb, id: PairingId): Instant | null {
  const saved = and(eq(audit.target, id), eq(audit.action, 'pairing-saved'))
  const row = db.orm.select({ at: audit.recordedAt }).from(audit).where(saved).orderBy(desc(audit.seq)).limit(1).get()
  return row?.at ?? null
}

const refuse = (tell: string): AppError =>
  new AppError('bad-input', { blame: 'settings', tell, log: 'pairing refused' })

function environmentOf(db: ReadDb, id: ConnectionId) {
  const row = db.orm.select().from(connections).where(eq(connections.id, id)).get()
  if (!row) throw notFoundError('The connection chosen for one side')
  return row.environment
}

function assertSound(db: ReadDb, { facilityId, recipeId, left, right, policy }: PairingDraft): void {
  loadFacility(db, facilityId)
  const environments = [environmentOf(db, left.connectionId), environmentOf(db, right.connectionId)]
  if (environments[0] !== environments[1]) {
    throw refuse('One side is a live system and the other a test system. Choose two live or two test connections.')
  }
  if (left.connectionId === right.connectionId && left.scope === right.scope) {
    throw refuse(
      'Both sides name the same facility at the same connection. Choose another connection or facility id for one side.',
    )
  }
  const known = new Set(recipes[recipeId].fields.map(({ name }) => name))
  if (policy.ignoredFields.some((field) => !known.has(field))) {
    throw refuse('A field to ignore is not one that this pairing compares. Remove it from the ignored fields.')
  }
}

/**
 * Adds a pairing, or changes the one the draft names. Throws AppError `not-found` (pairing, facility or connection),
 * `bad-input` (live with test, both sides the same, unknown ignored field).
 */
export function savePairing(db: WriteDb, { draft, at, by }: Act & { draft: PairingDraft }): Pairing {
  const { facilityId, recipeId, left, right } = draft
  const policy = JSON.stringify(PairingPolicy.parse(draft.policy))
  return db.transaction(() => {
    assertSound(db, draft)
    const id = draft.id ?? newId(PairingId)
    const row = {
      facilityId,
      recipeId,
      leftConnectionId: left.connectionId,
      leftScope: left.scope,
      rightConnectionId: right.connectionId,
      rightScope: right.scope,
      policy,
    }
    if (draft.id === undefined)
      db.orm
        .insert(pairings)
        .values({ id, ...row })
        .run()
    else expectOneRow(db.orm.update(pairings).set(row).where(eq(pairings.id, id)).run(), 'This pairing')
    const detail = {
      added: draft.id === undefined,
      facilityId,
      recipeId,
      left: left.connectionId,
      right: right.connectionId,
    }
    appendAudit(db, { at, by, action: 'pairing-saved', target: id, detail })
    return loadPairing(db, id)
  })
}

/** Removes it with the accepted reads that belong to it; the audit keeps that they were. Throws AppError `not-found`. */
export function removePairing(db: WriteDb, { id, at, by }: Act & { id: PairingId }): void {
  db.transaction(() => {
    expectOneRow(db.orm.delete(pairings).where(eq(pairings.id, id)).run(), 'This pairing')
    appendAudit(db, { at, by, action: 'pairing-removed', target: id, detail: {} })
  })
}
