import type { PairingId } from '#contract/ids'
import type { KeyPair, MatchDecision, PairMatch } from '#contract/matches'
import { wordScopeOf } from '../runs/word-scope.ts'
import type { CompareRow, GroupVersion } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { listMatchDecisions } from '../storage/match-decision-store.ts'
import { findMatchAt, type StoredMatch } from '../storage/match-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'

/** What people decided about pairs of a pairing, looked up by the pair. */
export function decisionsByPair(ledger: ReadDb, pairingId: PairingId): (keys: KeyPair) => MatchDecision | null {
  const idOf = ({ leftKey, rightKey }: KeyPair): string => JSON.stringify([leftKey, rightKey])
  const known = new Map(
    listMatchDecisions(ledger, wordScopeOf(ledger, loadPairing(ledger, pairingId))).map((one) => [idOf(one), one]),
  )
  return (keys) => known.get(idOf(keys)) ?? null
}

/** A match with whose word it is, where a person pinned it. */
export function toPairMatch(
  { leftKey, rightKey }: KeyPair,
  { how, explanation }: Pick<StoredMatch, 'how' | 'explanation'>,
  decided: MatchDecision | null,
): PairMatch {
  const word = how === 'person' && decided ? { by: decided.by, at: decided.at, reason: decided.reason } : null
  return { how, leftKey, rightKey, explanation, decided: word }
}

/** How the two records of a discrepancy were found to be the same thing at a compare; null where there are not two of them. */
export function pairMatch(
  { ledger, cache }: { ledger: ReadDb; cache: ReadDb },
  { pairingId, groupKey, otherGroup }: StoredDiscrepancy,
  compare: CompareRow,
  versions: Readonly<Record<'left' | 'right', readonly GroupVersion[]>>,
): PairMatch | null {
  const [left, right] = [versions.left[0], versions.right[0]]
  if (otherGroup !== null || !left || !right) return null
  const keys = { leftKey: left.key, rightKey: right.key }
  const match = findMatchAt(cache, compare, groupKey)
  if (!match) return { how: 'reference', ...keys, explanation: null, decided: null }
  return toPairMatch(keys, match, decisionsByPair(ledger, pairingId)(keys))
}
