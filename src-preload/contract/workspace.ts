import { z } from 'zod'
import { ErrorData } from './errors.ts'
import { Instant } from './time.ts'

/** How a workspace is unlocked. `keychain` is the operating system's own store of secrets, which only a desktop host reaches. */
export const UnlockKind = z.enum(['passphrase', 'key-file', 'keychain'])
export type UnlockKind = z.infer<typeof UnlockKind>

/** What the page shows first. Data procedures answer only while `open` or `viewing`. */
export const WorkspaceState = z.discriminatedUnion('state', [
  /** No keys yet: first start of this workspace. */
  z.strictObject({ state: z.literal('new') }),
  /** `retryAt`: after several wrong passphrases the next one is taken only from then on. */
  z.strictObject({ state: z.literal('locked'), wrongKey: z.boolean(), retryAt: Instant.nullable() }),
  z.strictObject({ state: z.literal('opening') }),
  z.strictObject({ state: z.literal('open') }),
  /** Another program writes this workspace; everything can be read, nothing started. */
  z.strictObject({ state: z.literal('viewing'), why: z.string() }),
  /**
   * A wrong key file, a damaged or newer database, a full disk: named, and the files left untouched. `retry`: only the
   * keys could not be had, so `unlock` looks again and `recover` may open it.
   */
  z.strictObject({ state: z.literal('failed'), error: ErrorData, where: z.string(), retry: z.boolean() }),
])
export type WorkspaceState = z.infer<typeof WorkspaceState>

export const WorkspaceInfo = z.strictObject({
  state: WorkspaceState,
  /** The folder's path, as shown in settings and error screens. */
  folder: z.string(),
  demo: z.boolean(),
  /** The demo's day is pinned; elsewhere this is the computer's clock. */
  now: Instant,
  unlock: UnlockKind.nullable(),
  /** Whether a recovery phrase is kept for the ledger; null before there are keys, or where they cannot be read. */
  recovery: z.boolean().nullable(),
  /** Where the page runs: in the desktop application's window, or in a browser beside a terminal. */
  host: z.enum(['desktop', 'browser']),
  operator: z.string().nullable(),
  version: z.string(),
})
export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>

/** How a workspace is to be unlocked from now on. */
export const NewUnlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string().min(10).max(500) }),
  z.strictObject({ kind: z.literal('key-file') }),
  z.strictObject({ kind: z.literal('keychain') }),
])
export type NewUnlock = z.infer<typeof NewUnlock>

/** A way of unlocking that this host knows, best first; `refused` says why it cannot be used on this computer now. */
export const UnlockWay = z.strictObject({ kind: UnlockKind, refused: z.string().nullable() })
export type UnlockWay = z.infer<typeof UnlockWay>

export const NewWorkspace = z.strictObject({ operator: z.string().min(1).max(80), unlock: NewUnlock })
export type NewWorkspace = z.infer<typeof NewWorkspace>

/** Words of a recovery phrase in order, in small letters, with one space between them. */
export const RecoveryPhrase = z.string().min(1).max(300)

/** Opens a workspace whose keys are lost, with the phrase; `unlock` is how it opens from then on. */
export const RecoverWorkspace = z.strictObject({ phrase: RecoveryPhrase, unlock: NewUnlock })
export type RecoverWorkspace = z.infer<typeof RecoverWorkspace>

/**
 * A feed tells what changed, never the data: the page asks again. `desk` is who works here, notes, follow-ups, kept
 * filters and how long data is kept.
 */
export const ChangeEvent = z.strictObject({
  topic: z.enum(['workspace', 'connections', 'facilities', 'pairings', 'runs', 'discrepancies', 'desk']),
  runId: z.string().optional(),
})
export type ChangeEvent = z.infer<typeof ChangeEvent>
