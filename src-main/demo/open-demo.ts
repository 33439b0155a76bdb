import { randomInt } from 'node:crypto'
import { Instant, LocalDate } from '#contract/time'
import { type Clock, pinnedDayClock } from '../platform/clock.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import type { WriteDb } from '../storage/database.ts'
import { readDemoRecord } from './demo-record.ts'
import { type DemoSandboxes, startDemoSandboxes } from './demo-sandboxes.ts'
import { type Reset, reconnectDemo, resetDemo, seedDemo } from './demo-workspace.ts'
import { makeWorld, type World } from './world.ts'

/** A running demo: its systems answer, and the workspace's connections lead to them. */
export type OpenDemo = {
  /** The world planted now; another one after a reset. */
  world(): World
  /** Stays on the world's day while the time of day runs, in UTC; follows a reset. */
  readonly clock: Clock
  readonly sandboxes: DemoSandboxes
  /** Some instant of the day the clock stays on, for a worker that keeps its own clock; another one after a reset. */
  pinnedDay(): Instant
  /** Plants a new world around the computer's today. The caller first ends runs, which read the old one. */
  reset(): Reset
  close(): Promise<void>
}

const startOf = (day: LocalDate): Instant => Instant.parse(`${day}T00:00:00.000Z`)
const dayOf = (now: Instant): LocalDate => LocalDate.parse(now.slice(0, 10))

/** A clock that stays on the day that `day` tells, whatever `under` says the date is; `under` gives the time of day, in UTC. */
export function demoClock({ day, under }: { day: () => LocalDate; under: Clock }): Clock {
  return { ...under, now: () => pinnedDayClock(startOf(day()), under).now() }
}

type OpenInput = {
  ledger: WriteDb
  secretBox: SecretBox
  /** The computer's clock: it says which day a new world is made around. */
  under: Clock
  /** The seed of each new world; random unless a test says. */
  newSeed?: () => number
  /** Waited before each answer of the sandboxes, so that a person sees a sync move. */
  delayMs?: number
}

/**
 * Opens the demo of this workspace: the world of its stored seed and day, or a new one around today where there is none
 * yet. Throws AppError where the ledger or the sandboxes cannot be opened.
 */
export async function openDemo({ ledger, secretBox, under, newSeed, delayMs = 0 }: OpenInput): Promise<OpenDemo> {
  const seedOf = newSeed ?? (() => randomInt(2 ** 31))
  const stored = readDemoRecord(ledger)
  let world = makeWorld(stored ?? { seed: seedOf(), day: dayOf(under.now()) })
  const clock = demoClock({ day: () => world.day, under })
  const sandboxes = await startDemoSandboxes({ world, delayMs })
  try {
    if (stored) reconnectDemo({ ledger, secretBox, sandboxes, clock })
    else seedDemo({ ledger, secretBox, sandboxes, clock, world })
  } catch (thrown) {
    await sandboxes.close()
    throw thrown
  }
  return {
    world: () => world,
    clock,
    sandboxes,
    pinnedDay: () => startOf(world.day),
    reset: () => {
      const day = dayOf(under.now())
      // What the reset writes down is dated by the day it opens, not by the one it throws away.
      const on = demoClock({ day: () => day, under })
      const reset = resetDemo({ ledger, secretBox, sandboxes, clock: on, seed: seedOf(), day })
      world = reset.world
      return reset
    },
    close: () => sandboxes.close(),
  }
}
