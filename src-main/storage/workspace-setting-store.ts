import { eq } from 'drizzle-orm'
import type { ReadDb, WriteDb } from './database.ts'
import { workspaceSettings } from './tables/workspace-settings.ts'

/** A fact about the workspace itself, null where it was never written. */
export function readSetting(db: ReadDb, key: string): string | null {
  return db.orm.select().from(workspaceSettings).where(eq(workspaceSettings.key, key)).get()?.value ?? null
}

/** Writes it, over what stood there. */
export function writeSetting(db: WriteDb, key: string, value: string): void {
  db.transaction(() => {
    db.orm
      .insert(workspaceSettings)
      .values({ key, value })
      .onConflictDoUpdate({ target: workspaceSettings.key, set: { value } })
      .run()
  })
}
