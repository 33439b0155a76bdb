import BetterSqlite3 from 'better-sqlite3'

/**
 * Storage without its cipher, to be put in the place of two of its files: what is left of a deleted row can be told only
 * where the bytes of a file can be read.
 */
export const plainConnection = {
  connectEncrypted: ({ path, readonly }: { path: string; readonly: boolean }): BetterSqlite3.Database =>
    new BetterSqlite3(path, { readonly, fileMustExist: true, timeout: 5000 }),
}

export const plainInspection = {
  assertEncrypted: (): void => {},
  assertNotPlain: (): void => {},
  assertSound: (): void => {},
  inspectDatabase: ({ path }: { path: string }): { version: number; fence: number } => {
    const sql = new BetterSqlite3(path, { readonly: true, fileMustExist: true })
    try {
      const version = sql.pragma('user_version', { simple: true }) as number
      return { version, fence: sql.prepare('SELECT number FROM fence WHERE id = 1').pluck().get() as number }
    } finally {
      sql.close()
    }
  },
}
