import { z } from 'zod'
import { CompareId, PairingId, RunId } from './ids.ts'
import { Instant, Span } from './time.ts'

/** One stored compare of a pairing, for time travel: what the screens showed from then until the next one. */
export const CompareInfo = z.strictObject({
  id: CompareId,
  pairingId: PairingId,
  runId: RunId,
  at: Instant,
  /** When each side's snapshot was sealed, and whether it was read completely. */
  leftReadAt: Instant,
  rightReadAt: Instant,
  leftComplete: z.boolean(),
  rightComplete: z.boolean(),
  /** The judged window. */
  window: Span,
  /** Found by it: open after it, opened by it, closed by it; what people accepted is counted too. */
  open: z.int(),
  opened: z.int(),
  closed: z.int(),
})
export type CompareInfo = z.infer<typeof CompareInfo>
