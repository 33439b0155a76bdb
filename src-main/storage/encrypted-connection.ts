import BetterSqlite3 from 'better-sqlite3'
import { AppError } from '#contract/errors'

/** Stands in the header of every file of ours: "PLBL". */
export const applicationId = 0x504c424c

type Keyed = BetterSqlite3.Database & { key(key: Buffer): number }

type ConnectInput = {
  path: string
  /** 32 bytes, used as the page key itself. */
  key: Buffer
  readonly: boolean
  /** Reads pages whose seal is broken; only to tell a wrong key from damage. */
  ignoreSeal?: boolean
}

/**
 * Opens an existing file under the ChaCha20-Poly1305 page cipher with a raw key: `raw:` and 32 bytes bypass the key
 * derivation (SQLite3 Multiple Ciphers 2.4.0, `sqlite3mcExtractRawKey` in its source). Nothing is read yet, so a wrong
 * key shows at the first read. Throws AppError `storage-failed` where the cipher is not built in (R13).
 */
export function connectEncrypted({ path, key, readonly, ignoreSeal }: ConnectInput): BetterSqlite3.Database {
  if (key.length !== 32) throw new Error(`a page key has 32 bytes, not ${key.length}`)
  const sql = new BetterSqlite3(path, { readonly, fileMustExist: true, timeout: 5000 }) as Keyed
  try {
    sql.pragma("cipher = 'chacha20'")
    if (sql.pragma('cipher', { simple: true }) !== 'chacha20') throw noCipherError()
    sql.pragma('legacy = 0')
    sql.pragma(`hmac_check = ${ignoreSeal ? 0 : 1}`)
    sql.key(Buffer.concat([Buffer.from('raw:'), key]))
    return sql
  } catch (thrown) {
    sql.close()
    throw thrown
  }
}

/** The build of SQLite at hand cannot encrypt. */
export function noCipherError(): AppError {
  return new AppError('storage-failed', {
    blame: 'settings',
    tell: 'This installation of Plumbline cannot encrypt its files, so the workspace was not opened. Install Plumbline again from a complete package.',
    log: 'the page cipher is missing',
  })
}
