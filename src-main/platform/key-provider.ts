/** The three data keys of a workspace (R11), 32 random bytes each; they exist in memory only while unlocked. */
export type DataKeys = { credentials: Buffer; cache: Buffer; ledger: Buffer }

export type UnlockWith = { kind: 'passphrase'; passphrase: string } | { kind: 'key-file' }

/** Wraps and unwraps the data keys. The hosts differ in it: passphrase or key file under Node, safeStorage in Electron. */
export type KeyProvider = {
  /** Which way this workspace unlocks; null where it has no keys yet. Throws AppError where the keys file is damaged. */
  stored(): Promise<UnlockWith['kind'] | null>
  /** Makes new data keys and stores them wrapped. Throws where keys are stored already. */
  create(using: UnlockWith): Promise<DataKeys>
  /** Throws AppError `workspace-wrong-key` or `workspace-key-missing`; changes nothing on disk. */
  unlock(using: UnlockWith): Promise<DataKeys>
}
