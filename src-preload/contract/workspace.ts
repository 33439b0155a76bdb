import { z } from 'zod'
import { ErrorData } from './errors.ts'
import { Instant } from './time.ts'

/** What the page shows first. Data procedures answer only while `open` or `viewing`. */
export const WorkspaceState = z.discriminatedUnion('state', [
  /** No keys yet: first start of this workspace. */
  z.strictObject({ state: z.literal('new') }),
  z.strictObject({ state: z.literal('locked'), wrongKey: z.boolean() }),
  z.strictObject({ state: z.literal('opening') }),
  z.strictObject({ state: z.literal('open') }),
  /** Another program writes this workspace; everything can be read, nothing started. */
  z.strictObject({ state: z.literal('viewing'), why: z.string() }),
  /** A wrong key file, a damaged or newer database, a full disk: named, and the files left untouched. */
  z.strictObject({ state: z.literal('failed'), error: ErrorData, where: z.string() }),
])
export type WorkspaceState = z.infer<typeof WorkspaceState>

export const WorkspaceInfo = z.strictObject({
  state: WorkspaceState,
  /** The folder's path, as shown in settings and error screens. */
  folder: z.string(),
  demo: z.boolean(),
  /** The demo's day is pinned; elsewhere this is the computer's clock. */
  now: Instant,
  unlock: z.enum(['passphrase', 'key-file']).nullable(),
  operator: z.string().nullable(),
  version: z.string(),
})
export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>

export const NewWorkspace = z.strictObject({
  operator: z.string().min(1).max(80),
  unlock: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string().min(10).max(500) }),
    z.strictObject({ kind: z.literal('key-file') }),
  ]),
})
export type NewWorkspace = z.infer<typeof NewWorkspace>

/**
 * A feed tells what changed, never the data: the page asks again. `desk` is who works here, notes, follow-ups, kept
 * filters and how long data is kept.
 */
export const ChangeEvent = z.strictObject({
  topic: z.enum(['workspace', 'connections', 'facilities', 'pairings', 'runs', 'discrepancies', 'desk']),
  runId: z.string().optional(),
})
export type ChangeEvent = z.infer<typeof ChangeEvent>
