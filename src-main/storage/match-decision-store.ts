import { and, desc, eq, inArray, max, ne } from 'drizzle-orm'
import { AppError } from '#contract/errors'
import type { OperatorId, PairingId } from '#contract/ids'
import type { KeyPair, MatchDecision, MatchDecisionKind } from '#contract/matches'
import type { Pairing } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { appendAudit } from './audit-store.ts'
import { loadConnection } from './connection-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { loadPairing } from './pairing-store.ts'
import { matchDecisions } from './tables/match-decisions.ts'
import { operators } from './tables/operators.ts'

/** Whose words: those of a pairing under what gave its record keys their meaning, as a text; under another they say nothing. */
export type WordScope = { pairingId: PairingId; keyScope: string }

/** A person's word on a pair. `withdrawn` takes the earlier word on the same pair back. */
export type DecideMatch = KeyPair &
  WordScope & {
    decision: MatchDecisionKind | 'withdrawn'
    /** 1 to 500 characters. */
    reason: string
    by: OperatorId
    at: Instant
  }

/** The newest word on a pair, one that takes an earlier one back included; `seq` grows with every word of the workspace. */
export type MatchWord = KeyPair & Pick<DecideMatch, 'decision'> & { seq: number }

const newestOfPairs = (db: ReadDb, { pairingId, keyScope }: WordScope) =>
  db.orm
    .select({ seq: max(matchDecisions.seq) })
    .from(matchDecisions)
    .where(and(eq(matchDecisions.pairingId, pairingId), eq(matchDecisions.keyScope, keyScope)))
    .groupBy(matchDecisions.leftKey, matchDecisions.rightKey)

/** The newest word on each pair, withdrawals included, in the order they were given: what a compare takes in. */
export function listMatchWords(db: ReadDb, scope: WordScope): MatchWord[] {
  const { leftKey, rightKey, decision, seq } = matchDecisions
  return db.orm
    .select({ leftKey, rightKey, decision, seq })
    .from(matchDecisions)
    .where(inArray(seq, newestOfPairs(db, scope)))
    .orderBy(seq)
    .all()
}

/** What people decided about pairs, as it holds now and with their names, newest first. */
export function listMatchDecisions(db: ReadDb, scope: WordScope): MatchDecision[] {
  const { leftKey, rightKey, decision, reason, decidedAt, seq } = matchDecisions
  const rows = db.orm
    .select({
      pairingId: matchDecisions.pairingId,
      leftKey,
      rightKey,
      decision,
      reason,
      by: operators.name,
      at: decidedAt,
    })
    .from(matchDecisions)
    .innerJoin(operators, eq(operators.id, matchDecisions.operatorId))
    .where(and(inArray(seq, newestOfPairs(db, scope)), ne(matchDecisions.decision, 'withdrawn')))
    .orderBy(desc(seq))
    .all()
  return rows as MatchDecision[]
}

function assertFree(
  db: ReadDb,
  { left, right }: Pairing,
  { leftKey, rightKey }: KeyPair,
  words: readonly MatchWord[],
): void {
  const pins = words.filter((one) => one.decision === 'pin')
  const tie = pins.find((one) => (one.leftKey === leftKey) !== (one.rightKey === rightKey))
  if (!tie) return
  const ofLeft = `${tie.leftKey} of ${loadConnection(db, left.connectionId).name}`
  const ofRight = `${tie.rightKey} of ${loadConnection(db, right.connectionId).name}`
  const [tied, other] = tie.leftKey === leftKey ? [ofLeft, ofRight] : [ofRight, ofLeft]
  throw new AppError('in-use', {
    blame: 'settings',
    tell: `${tied} was already declared to be the same as ${other}. Take that decision back first, then match it here.`,
    log: 'a pinned record cannot be pinned to a second one',
  })
}

/**
 * Adds a person's word on a pair, with its audit row. Throws AppError `not-found` (the pairing, or nothing stands that
 * could be withdrawn) and `in-use` (a pin on a record that another standing pin ties).
 */
export function decideMatch(db: WriteDb, decide: DecideMatch): void {
  const { pairingId, keyScope, leftKey, rightKey, decision, reason, by, at } = decide
  db.transaction(() => {
    const pairing = loadPairing(db, pairingId)
    const words = listMatchWords(db, decide)
    const same = words.find((one) => one.leftKey === leftKey && one.rightKey === rightKey)
    if (decision === 'withdrawn' && (!same || same.decision === 'withdrawn')) {
      throw new AppError('not-found', {
        blame: 'settings',
        tell: 'Nobody decided anything about these two records, or it was taken back already. Nothing was changed.',
      })
    }
    if (decision === 'pin') assertFree(db, pairing, decide, words)
    db.orm
      .insert(matchDecisions)
      .values({ pairingId, keyScope, leftKey, rightKey, decision, reason, operatorId: by, decidedAt: at })
      .run()
    appendAudit(db, { at, by, action: 'match-decided', target: pairingId, detail: { leftKey, rightKey, decision } })
  })
}
