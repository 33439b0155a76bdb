import { and, asc, eq, notInArray } from 'drizzle-orm'
import type { Connection, SecretValues } from '#contract/connections'
import type { ConnectionId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { SecretBox } from '../platform/secret-box.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { connectionSecrets } from './tables/connection-secrets.ts'

/** A sealed secret opens only for its own connection and field. */
const contextOf = (id: ConnectionId, key: string): string => `connection-secret/${id}/${key}`

/** Which secrets are stored and since when; never their values. */
export function listSecretKeys(db: ReadDb, id: ConnectionId): Connection['secrets'] {
  return db.orm
    .select({ key: connectionSecrets.key, storedAt: connectionSecrets.storedAt })
    .from(connectionSecrets)
    .where(eq(connectionSecrets.connectionId, id))
    .orderBy(asc(connectionSecrets.key))
    .all()
}

type WriteInput = { secrets: SecretValues; seal: SecretBox['seal']; at: Instant }

/** Stores the given secrets over earlier ones, removes those given empty, keeps the others. Returns the touched keys. */
export function writeSecrets(db: WriteDb, id: ConnectionId, { secrets, seal, at }: WriteInput) {
  const touched = { stored: [] as string[], removed: [] as string[] }
  return db.transaction(() => {
    for (const [key, value] of Object.entries(secrets)) {
      if (value === '') {
        const mine = and(eq(connectionSecrets.connectionId, id), eq(connectionSecrets.key, key))
        if (db.orm.delete(connectionSecrets).where(mine).run().changes > 0) touched.removed.push(key)
        continue
      }
      const sealed = seal(value, contextOf(id, key))
      db.orm
        .insert(connectionSecrets)
        .values({ connectionId: id, key, sealed, storedAt: at })
        .onConflictDoUpdate({
          target: [connectionSecrets.connectionId, connectionSecrets.key],
          set: { sealed, storedAt: at },
        })
        .run()
      touched.stored.push(key)
    }
    return touched
  })
}

/** Removes every secret of every connection: the key they were sealed with is lost. Returns how many there were. */
export const forgetSecrets = (db: WriteDb): number => db.orm.delete(connectionSecrets).run().changes

type ReadInput = {
  unseal: SecretBox['unseal']
  /** Those that are entered anew and need not be opened. */
  without?: readonly string[]
}

/** The secrets in clear, for opening a session; they never leave the core. Throws AppError `workspace-damaged`. */
export function readSecrets(db: ReadDb, id: ConnectionId, { unseal, without = [] }: ReadInput): SecretValues {
  const mine = and(eq(connectionSecrets.connectionId, id), notInArray(connectionSecrets.key, [...without]))
  const rows = db.orm.select().from(connectionSecrets).where(mine).all()
  return Object.fromEntries(rows.map(({ key, sealed }) => [key, unseal(sealed, contextOf(id, key))]))
}
