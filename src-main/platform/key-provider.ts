import type { UnlockKind, UnlockWay } from '#contract/workspace'

/** The three data keys of a workspace (R11), 32 random bytes each; they exist in memory only while unlocked. */
export type DataKeys = { credentials: Buffer; cache: Buffer; ledger: Buffer }

export type UnlockWith = { kind: 'passphrase'; passphrase: string } | { kind: 'key-file' } | { kind: 'keychain' }

/** How the keys of a workspace are stored. `recovered`: by a recovery, and what was sealed with the lost keys stands still. */
export type StoredKeys = { unlock: UnlockKind; recovery: boolean; recovered: boolean }

/** Wraps and unwraps the data keys. The hosts differ in what they wrap them with. */
export type KeyProvider = {
  /** What a new workspace of this host may be unlocked with, the best first. */
  ways(): Promise<UnlockWay[]>
  /** Null where this workspace has no keys yet. Throws AppError where the keys file is damaged. */
  stored(): Promise<StoredKeys | null>
  /** Makes new data keys and stores them wrapped. Throws where keys are stored already. */
  create(using: UnlockWith): Promise<DataKeys>
  /** Throws AppError `workspace-wrong-key`, `workspace-key-missing` or one of the keychain's; loses nothing on disk. */
  unlock(using: UnlockWith): Promise<DataKeys>
  /** Wraps the ledger's key with a recovery phrase as well; the phrase before it opens nothing any more. */
  keepRecovery(phrase: string, keys: DataKeys): Promise<void>
  /**
   * Opens the ledger's key with the recovery phrase, beside fresh other keys. Nothing is stored before `keep`, which keeps
   * the keys file from before under another name. Throws AppError `workspace-wrong-key`, `workspace-key-missing`, `bad-input`.
   */
  recover(phrase: string, using: UnlockWith): Promise<{ keys: DataKeys; keep(): Promise<void> }>
  /** Nothing that was sealed with the lost keys stands any more. */
  endRecovery(): Promise<void>
}
