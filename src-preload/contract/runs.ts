import { z } from 'zod'
import { PairingId, RunId, SideName } from './ids.ts'
import { Instant } from './time.ts'

export const RunKind = z.enum(['sync'])
export type RunKind = z.infer<typeof RunKind>

export const RunState = z.enum(['queued', 'running', 'done', 'incomplete', 'failed', 'cancelled', 'interrupted'])
export type RunState = z.infer<typeof RunState>

/** `waiting` is a side read by keys that waits for the side that names them. */
export const SidePhase = z.enum(['waiting', 'reading', 'sealing', 'sealed', 'failed', 'cancelled'])
export type SidePhase = z.infer<typeof SidePhase>

export const SideProgress = z.strictObject({
  side: SideName,
  system: z.string(),
  phase: SidePhase,
  pages: z.int(),
  records: z.int(),
  refused: z.int(),
  /** Records or keys expected, where known. */
  total: z.int().nullable(),
  /** Records a second over the last stretch, and ms until this side is read where that can be told; else null. */
  perSecond: z.number().nullable(),
  msLeft: z.int().nullable(),
  /** Why it is not complete, or what is being waited for; empty where nothing is to be said. */
  tell: z.string(),
})
export type SideProgress = z.infer<typeof SideProgress>

export const RunPhase = z.enum(['pull', 'compare', 'evidence', 'ended'])
export type RunPhase = z.infer<typeof RunPhase>

/** Who started it: a person here, the pairing's schedule, or a command in a terminal. */
export const RunTrigger = z.enum(['person', 'schedule', 'command'])
export type RunTrigger = z.infer<typeof RunTrigger>

export const Run = z.strictObject({
  id: RunId,
  kind: RunKind,
  trigger: RunTrigger,
  pairingId: PairingId,
  state: RunState,
  phase: RunPhase,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  left: SideProgress,
  right: SideProgress,
  /** Discrepancies open after the compare, accepted ones included, opened by it and closed by it; null where none ran. */
  outcome: z.strictObject({ open: z.int(), opened: z.int(), closed: z.int() }).nullable(),
  /** One sentence: how it ended and what holds now. */
  tell: z.string(),
})
export type Run = z.infer<typeof Run>

/** `data` holds ids, counts and codes; never names. */
export const RunLogLine = z.strictObject({
  seq: z.int(),
  at: Instant,
  level: z.enum(['info', 'warn', 'error']),
  text: z.string(),
})
export type RunLogLine = z.infer<typeof RunLogLine>
