import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PairingId } from '#contract/ids'
import type { RecipeId } from '#contract/recipes'
import { type Instant, toMs } from '#contract/time'
import type { WriteDb } from '../storage/database.ts'
import { listLone } from '../storage/lone-record-store.ts'
import { type PurgeGround, purgeGround } from '../storage/purge-ground.ts'
import {
  hideCompares,
  purgeDiscrepancies,
  removeAnswers,
  removeCompares,
  removeRuns,
  removeSnapshots,
} from '../storage/purge-history-store.ts'
import {
  endedGroups,
  namingAsRunnerUp,
  type PurgeCursor,
  purgeable,
  purgeStart,
  removeGroups,
  touchGroups,
} from '../storage/purge-record-store.ts'
import { makeNearby } from './gather-lone-records.ts'

/** What a purge took out of the cache. */
export type Purged = { records: number; discrepancies: number; compares: number }

export const nothingPurged: Purged = { records: 0, discrepancies: 0, compares: 0 }

export const addPurged = (one: Purged, other: Purged): Purged => ({
  records: one.records + other.records,
  discrepancies: one.discrepancies + other.discrepancies,
  compares: one.compares + other.compares,
})

export type PurgePairing = {
  pairingId: PairingId
  recipeId: RecipeId
  /** What ended before it is up for purging. */
  before: Instant
  /** Settles when nothing of the pairing is under way, and tells whether to go on. Asked before each step. */
  mayGoOn(): Promise<boolean>
}

/** So many rows are looked at in one step: no step keeps the file's lock for long. */
const atOnce = 500

/** Kept records that the rule or a runner-up may hold against one of these, which are about to go. */
function beside(
  db: WriteDb,
  ground: PurgeGround,
  { groups, recipeId }: { groups: ReadonlySet<string>; recipeId: RecipeId },
): Set<string> {
  const sides = { left: { sideId: ground.left, at: 0 }, right: { sideId: ground.right, at: 0 } }
  const nearby = makeNearby(db, { recipeId, ground: sides })
  const met = new Set(namingAsRunnerUp(db, ground, groups))
  for (const lone of listLone(db, sides, [...groups])) {
    if (lone.unnamed && lone.state === 'read') for (const group of nearby(lone)) met.add(group)
  }
  return met.difference(groups)
}

/** One step over a side's records; what it took away, and where to go on. */
function purgeRecords(
  db: WriteDb,
  ground: PurgeGround,
  { sideId, recipeId, after }: { sideId: number; recipeId: RecipeId; after: PurgeCursor },
): { records: number; next: PurgeCursor | null } {
  const { groups: ended, next } = endedGroups(db, { sideId, cutMs: ground.cutMs, after, most: atOnce })
  const groups = purgeable(db, ground, ended)
  if (groups.size === 0) return { records: 0, next }
  const records = db.transaction(() => {
    const met = beside(db, ground, { groups, recipeId })
    const removed = removeGroups(db, ground, groups)
    touchGroups(db, ground, met)
    return removed
  })
  return { records, next }
}

/**
 * Takes out of the cache what ended before a moment and nothing in view needs (R22): the window of the newest compare and
 * whatever an open discrepancy rests on stays whole, so that the next compare finds what it would have found. Goes in
 * small steps, never while the pairing syncs; what it has not reached, the next purge does.
 */
export async function purgePairing(
  db: WriteDb,
  { pairingId, recipeId, before, mayGoOn }: PurgePairing,
): Promise<Purged> {
  let purged = nothingPurged
  /** Runs steps until one says that it was the last. A sync may have moved the ground in between, so each asks anew. */
  const steps = async (step: (ground: PurgeGround) => boolean): Promise<void> => {
    for (let more = true; more; ) {
      if (!(await mayGoOn())) return
      const ground = purgeGround(db, pairingId, toMs(before))
      more = ground !== null && step(ground)
      if (more) await nextTurn()
    }
  }
  const count = (part: Partial<Purged>): void => {
    purged = addPurged(purged, { ...nothingPurged, ...part })
  }

  await steps((ground) => {
    count({ compares: hideCompares(db, ground) })
    return false
  })
  let fingerprint = ''
  await steps((ground) => {
    const { removed, next } = purgeDiscrepancies(db, ground, { after: fingerprint, most: atOnce })
    count({ discrepancies: removed })
    fingerprint = next ?? ''
    return next !== null
  })
  for (const side of ['left', 'right'] as const) {
    let after = purgeStart
    await steps((ground) => {
      const { records, next } = purgeRecords(db, ground, { sideId: ground[side], recipeId, after })
      count({ records })
      after = next ?? purgeStart
      return next !== null
    })
  }
  await steps((ground) => {
    removeCompares(db, ground)
    removeAnswers(db, ground)
    return false
  })
  await steps((ground) => removeSnapshots(db, ground, atOnce))
  await steps((ground) => removeRuns(db, ground, { before, most: atOnce }))
  return purged
}
