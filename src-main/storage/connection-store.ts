import { asc, eq, or } from 'drizzle-orm'
import { type Connection, type ConnectionDraft, SettingValues } from '#contract/connections'
import { AppError } from '#contract/errors'
import { ConnectionId } from '#contract/ids'
import { newId } from '../platform/new-id.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import { type Act, appendAudit } from './audit-store.ts'
import { expectOneRow, notFoundError } from './check-changes.ts'
import { listSecretKeys, writeSecrets } from './connection-secret-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { readStoredJson } from './stored-json.ts'
import { connections } from './tables/connections.ts'
import { facilities } from './tables/facilities.ts'
import { pairings } from './tables/pairings.ts'

function toConnection(db: ReadDb, row: typeof connections.$inferSelect): Connection {
  const settings = readStoredJson(SettingValues, row.settings, `settings of connection ${row.id}`)
  return { ...row, settings, secrets: listSecretKeys(db, row.id) }
}

/** All connections by name; secrets as keys and dates only. */
export function listConnections(db: ReadDb): Connection[] {
  const rows = db.orm.select().from(connections).orderBy(asc(connections.name), asc(connections.id)).all()
  return rows.map((row) => toConnection(db, row))
}

/** The names of all connections. */
export const connectionNames = (db: ReadDb): Map<ConnectionId, string> =>
  new Map(
    db.orm
      .select({ id: connections.id, name: connections.name })
      .from(connections)
      .all()
      .map(({ id, name }) => [id, name]),
  )

/** Throws AppError `not-found`. */
export function loadConnection(db: ReadDb, id: ConnectionId): Connection {
  const row = db.orm.select().from(connections).where(eq(connections.id, id)).get()
  if (!row) throw notFoundError('This connection')
  return toConnection(db, row)
}

/** Name of a facility whose pairing reads the connection, null where none does. */
function facilityUsing(db: ReadDb, id: ConnectionId): string | null {
  const uses = or(eq(pairings.leftConnectionId, id), eq(pairings.rightConnectionId, id))
  const row = db.orm
    .select({ name: facilities.name })
    .from(pairings)
    .innerJoin(facilities, eq(facilities.id, pairings.facilityId))
    .where(uses)
    .orderBy(asc(facilities.name))
    .get()
  return row?.name ?? null
}

function assertSameAccount(db: ReadDb, draft: ConnectionDraft, stored: Connection): void {
  if (draft.connectorId !== stored.connectorId) {
    throw new AppError('bad-input', {
      blame: 'settings',
      tell: 'A connection cannot change the system it speaks to. Add a new connection for the other system.',
    })
  }
  if (draft.environment === stored.environment) return
  const facility = facilityUsing(db, stored.id)
  if (facility === null) return
  throw new AppError('in-use', {
    blame: 'settings',
    tell: `This connection is used by the pairing of ${facility}, so it stays ${stored.environment}. Add a second connection for the ${draft.environment} system, or remove that pairing first.`,
    log: 'environment of a paired connection is fixed',
  })
}

type SaveInput = Act & { draft: ConnectionDraft; seal: SecretBox['seal'] }

/**
 * Adds a connection, or changes the one the draft names. Secrets left out keep what is stored, an empty one is removed.
 * Throws AppError `not-found`, `bad-input` (other connector), `in-use` (other environment while paired).
 */
export function saveConnection(db: WriteDb, { draft, seal, at, by }: SaveInput): Connection {
  const { connectorId, name, environment } = draft
  const settings = JSON.stringify(SettingValues.parse(draft.settings))
  return db.transaction(() => {
    const id = draft.id ?? newId(ConnectionId)
    if (draft.id === undefined) {
      const row = { id, connectorId, name, environment, settings, createdAt: at, changedAt: at }
      db.orm.insert(connections).values(row).run()
    } else {
      assertSameAccount(db, draft, loadConnection(db, id))
      const set = { name, environment, settings, changedAt: at }
      expectOneRow(db.orm.update(connections).set(set).where(eq(connections.id, id)).run(), 'This connection')
    }
    const { stored, removed } = writeSecrets(db, id, { secrets: draft.secrets, seal, at })
    const detail = {
      added: draft.id === undefined,
      connectorId,
      environment,
      secretsStored: stored,
      secretsRemoved: removed,
    }
    appendAudit(db, { at, by, action: 'connection-saved', target: id, detail })
    return loadConnection(db, id)
  })
}

/** Removes it with its secrets. Throws AppError `in-use` naming the facility whose pairing reads it, `not-found`. */
export function removeConnection(db: WriteDb, { id, at, by }: Act & { id: ConnectionId }): void {
  db.transaction(() => {
    const facility = facilityUsing(db, id)
    if (facility !== null) {
      throw new AppError('in-use', {
        blame: 'settings',
        tell: `This connection is used by the pairing of ${facility}. Remove that pairing first, then the connection.`,
        log: 'connection is paired',
      })
    }
    expectOneRow(db.orm.delete(connections).where(eq(connections.id, id)).run(), 'This connection')
    appendAudit(db, { at, by, action: 'connection-removed', target: id, detail: {} })
  })
}
