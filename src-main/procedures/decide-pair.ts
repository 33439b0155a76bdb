import { AppError, toErrorData } from '#contract/errors'
import { otherSide, type PairingId, type SideName } from '#contract/ids'
import type { KeyPair, MatchDecisionKind } from '#contract/matches'
import { epochOf } from '../runs/side-plan.ts'
import { wordScopeOf } from '../runs/word-scope.ts'
import { loadGroupSide, newestCompare } from '../storage/compare-store.ts'
import { loadConnection } from '../storage/connection-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { findLinked } from '../storage/link-store.ts'
import { decideMatch } from '../storage/match-decision-store.ts'
import { makeMatchView } from '../storage/match-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'
import { groundOf } from './compare-ground.ts'
import { type Desk, deciderOf } from './desk.ts'
import { tieOf } from './match-candidates.ts'

type Pair = KeyPair & { pairingId: PairingId }

/** A person's word on a pair; null takes an earlier word back. `reason` has 1 to 500 characters. */
export type PairDecision = Pair & { decision: MatchDecisionKind | null; reason: string }

const refuse = (tell: string): AppError => new AppError('bad-input', { blame: 'settings', tell })

/** Throws AppError where a word on this pair could not hold: a record is not there, or ids say what it belongs to. */
function assertDecidable(
  { ledger, cache }: { ledger: ReadDb; cache: ReadDb },
  { pairingId, ...keys }: Pair,
  decision: MatchDecisionKind,
): void {
  const pairing = loadPairing(ledger, pairingId)
  const facility = loadFacility(ledger, pairing.facilityId)
  const connections = {
    left: loadConnection(ledger, pairing.left.connectionId),
    right: loadConnection(ledger, pairing.right.connectionId),
  }
  const systemOf = (side: SideName): string => connections[side].name
  const compare = newestCompare(cache, pairingId)
  const read = compare && { left: compare.leftEpoch, right: compare.rightEpoch }
  const ground = compare && groundOf(cache, compare)
  const view = compare && makeMatchView(cache, compare)
  for (const [side, key, wanted] of [
    ['left', keys.leftKey, keys.rightKey],
    ['right', keys.rightKey, keys.leftKey],
  ] as const) {
    const record = ground && findLinked(cache, side, ground[side], key)
    if (!record || !view) {
      throw new AppError('not-found', {
        blame: 'settings',
        tell: `${key} is not among what was read of ${systemOf(side)} last. Sync again, then look at the list once more.`,
      })
    }
    if (read?.[side] !== epochOf({ side, pairing, facility, connection: connections[side] })) {
      throw refuse(
        `How ${systemOf(side)} is read was changed since it was read last, so ${key} may be another record by now. Sync again, then decide.`,
      )
    }
    const tie = tieOf(cache, { ground, view }, side, record.groupKey)
    const [here, there] = [systemOf(side), systemOf(otherSide(side))]
    if (tie?.how !== 'reference') {
      const doubled = loadGroupSide(cache, side, ground[side], record.groupKey).find((one) => one.key !== key)
      if (decision === 'forbid' || !doubled) continue
      throw refuse(
        `${key} and ${doubled.key} of ${here} carry the same id of ${there}, so neither can be matched by hand. Correct the id in ${here} and sync, then match it.`,
      )
    }
    if (tie.key === wanted) {
      throw refuse(
        decision === 'pin'
          ? `${key} of ${here} and ${wanted} of ${there} belong together already, by the ids they carry.`
          : `${key} of ${here} and ${wanted} of ${there} belong together by the ids they carry, and those count more than a decision. Correct the id in ${here} or ${there}; the next sync parts them.`,
      )
    }
    if (decision === 'forbid') continue
    throw refuse(
      `${key} of ${here} belongs to ${tie.key} of ${there} by the ids they carry, and those count more than a decision. Correct the id in ${here} or ${there} and sync, then match it.`,
    )
  }
}

/**
 * Stores a person's word on a pair and compares again what it touches; `compared` is false where that has to wait for the
 * sync under way, or for the next one. Throws AppError `bad-input`, `in-use` and
 * `not-found` where it cannot hold, `workspace-read-only` in a viewer, and the failure of the compare where only that
 * failed: the word then stands, and the next compare takes it in.
 */
export async function decidePair(
  desk: Desk,
  { decision, reason, ...pair }: PairDecision,
): Promise<{ compared: boolean }> {
  const { ledger, worker, by, at } = deciderOf(desk)
  if (decision !== null) assertDecidable({ ledger, cache: desk.open().cache }, pair, decision)
  const scope = wordScopeOf(ledger, loadPairing(ledger, pair.pairingId))
  decideMatch(ledger, { ...pair, ...scope, decision: decision ?? 'withdrawn', reason, by, at })
  try {
    return { compared: await worker.recompare({ pairingId: pair.pairingId }) }
  } catch (cause) {
    const { code, blame, tell } = toErrorData(cause)
    throw new AppError(code, {
      blame,
      tell: `Your decision is stored and holds, but both sides could not be compared again yet: ${tell} The next sync takes it in.`,
      cause,
    })
  }
}
