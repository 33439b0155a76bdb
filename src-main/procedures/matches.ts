import { AppError } from '#contract/errors'
import type { PairingId } from '#contract/ids'
import type { StandingMatch } from '#contract/matches'
import { fromMs } from '#contract/time'
import { wordScopeOf } from '../runs/word-scope.ts'
import { newestCompare } from '../storage/compare-store.ts'
import { findNewest } from '../storage/discrepancy-store.ts'
import { listMatchDecisions } from '../storage/match-decision-store.ts'
import { listMatches } from '../storage/match-list-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'
import { groundOf } from './compare-ground.ts'
import { decidePair } from './decide-pair.ts'
import { type Desk, implementer } from './desk.ts'
import { makeNaming } from './discrepancy-row.ts'
import { matchCandidates, namesOf } from './match-candidates.ts'
import { decisionsByPair, toPairMatch } from './pair-match.ts'

/** A pairing's newest compare with what it stands on; null before its first one. */
function inView({ ledger, cache }: ReturnType<Desk['open']>, pairingId: PairingId) {
  const { recipeId } = loadPairing(ledger, pairingId)
  const compare = newestCompare(cache, pairingId)
  const ground = compare && groundOf(cache, compare)
  return compare && ground && { compare, ground, recipeId }
}

/** Pairs that stand without ids, and a person's word on them. */
export const matchProcedures = (desk: Desk) => ({
  list: implementer.matches.list.handler(({ input: { pairingId, offset, limit } }) => {
    const files = desk.open()
    const view = inView(files, pairingId)
    if (!view) return { rows: [], total: 0, offset }
    const { ground, recipeId } = view
    const { rows, total } = listMatches(files.cache, pairingId, { ground, offset, limit })
    const decided = decisionsByPair(files.ledger, pairingId)
    const listed = rows.map(
      (row): StandingMatch => ({
        match: toPairMatch({ leftKey: row.leftKey, rightKey: row.rightKey }, row, decided(row)),
        span: { start: fromMs(row.startMs), end: fromMs(row.endMs) },
        ...namesOf(row.fields, recipeId),
      }),
    )
    return { rows: listed, total, offset }
  }),
  decisions: implementer.matches.decisions.handler(({ input }) => {
    const { ledger } = desk.open()
    return listMatchDecisions(ledger, wordScopeOf(ledger, loadPairing(ledger, input.pairingId)))
  }),
  candidates: implementer.matches.candidates.handler(({ input: { pairingId, fingerprint } }) => {
    const files = desk.open()
    const stored = findNewest(files.cache, pairingId, fingerprint)
    const view = inView(files, pairingId)
    const naming = makeNaming(files)(pairingId)
    if (!stored || !view || !naming) {
      throw new AppError('not-found', {
        blame: 'settings',
        tell: 'This discrepancy is not stored here any more. It may have been found by an earlier Plumbline, or its pairing was removed.',
      })
    }
    const systems = { left: naming.leftSystem, right: naming.rightSystem }
    return matchCandidates(files, { stored, ...view, systems })
  }),
  decide: implementer.matches.decide.handler(({ input }) => decidePair(desk, input)),
})
