import type { PairingId } from '#contract/ids'
import type { MatchExplanation, MatchedBy } from '#contract/matches'
import type { CompareRow } from './compare-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'

/** Two groups without a cross reference that are one thing: by the rule, or because a person said so. */
export type StoredMatch = {
  leftGroup: string
  rightGroup: string
  how: Exclude<MatchedBy, 'reference'>
  explanation: MatchExplanation
  /** The group of the explanation's runner-up; null where there is none. */
  runnerUp: string | null
  /** The left record's start in ms UTC: by it matches are listed. */
  startMs: number
}

/** What one compare does to one match; a match whose explanation or start changes ends and begins again. */
export type MatchChange = { change: 'begin' | 'end'; match: StoredMatch }

const columns =
  'left_group AS leftGroup, right_group AS rightGroup, how, explanation, runner_up AS runnerUp, start_ms AS startMs'
const stands = 'pairing_id = :pairing AND ended IS NULL'
const stood = 'pairing_id = :pairing AND born <= :number AND (ended IS NULL OR ended > :number)'

/** Without being told which index, SQLite walks all matches of a pairing by the primary key. Exported for the test of their plans. */
export const matchSql = {
  open: `SELECT ${columns} FROM match WHERE ${stands} AND left_group = :group
    UNION ALL SELECT ${columns} FROM match INDEXED BY match_right WHERE ${stands} AND right_group = :group`,
  at: `SELECT ${columns} FROM match WHERE ${stood} AND left_group = :group
    UNION ALL SELECT ${columns} FROM match INDEXED BY match_right_history WHERE ${stood} AND right_group = :group`,
  runnerUpOf: `SELECT left_group FROM match INDEXED BY match_runner_up WHERE ${stands} AND runner_up = :group`,
  rightOf: `SELECT right_group AS rightGroup, how FROM match WHERE ${stood} AND left_group = :group`,
  leftOf: `SELECT left_group FROM match INDEXED BY match_right_history WHERE ${stood} AND right_group = :group`,
}

const toMatch = (row: unknown): StoredMatch => {
  const raw = row as Omit<StoredMatch, 'explanation'> & { explanation: string }
  return { ...raw, explanation: JSON.parse(raw.explanation) as MatchExplanation }
}

/** The matches of a pairing that stand, by left group. */
export const listOpenMatches = (db: ReadDb, pairingId: PairingId): StoredMatch[] =>
  prepared(db, `SELECT ${columns} FROM match WHERE pairing_id = ? AND ended IS NULL ORDER BY left_group`)
    .all(pairingId)
    .map(toMatch)

/** The standing match in which a group of either side takes part; null where none. */
export function findOpenMatch(db: ReadDb, pairingId: PairingId, group: string): StoredMatch | null {
  const row = prepared(db, matchSql.open).get({ pairing: pairingId, group })
  return row ? toMatch(row) : null
}

/** The match in which a group of either side took part at a compare; null where none. */
export function findMatchAt(
  db: ReadDb,
  { pairingId, number }: Pick<CompareRow, 'pairingId' | 'number'>,
  group: string,
): StoredMatch | null {
  const row = prepared(db, matchSql.at).get({ pairing: pairingId, number, group })
  return row ? toMatch(row) : null
}

/** Left groups whose standing match names this right group as its runner-up. */
export const listRunnerUpOf = (db: ReadDb, pairingId: PairingId, rightGroup: string): string[] =>
  prepared(db, matchSql.runnerUpOf).pluck().all({ pairing: pairingId, group: rightGroup }) as string[]

/** True where a pairing ever had a match: spares all others the looking up. */
export const hasMatches = (db: ReadDb, pairingId: PairingId): boolean =>
  prepared(db, 'SELECT 1 FROM match WHERE pairing_id = ? LIMIT 1').get(pairingId) !== undefined

/** Begins and ends matches under a compare's number; all of them or none. */
export function applyMatches(
  db: WriteDb,
  to: Pick<CompareRow, 'pairingId' | 'number'>,
  changes: readonly MatchChange[],
): void {
  const end = prepared(
    db,
    'UPDATE match SET ended = ? WHERE pairing_id = ? AND left_group = ? AND right_group = ? AND ended IS NULL',
  )
  const begin = prepared(
    db,
    `INSERT INTO match (pairing_id, left_group, right_group, how, explanation, runner_up, start_ms, born)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  db.transaction(() => {
    // Ends first: a group may change its partner in one compare.
    for (const { change, match } of changes) {
      if (change !== 'end') continue
      const { changes: rows } = end.run(to.number, to.pairingId, match.leftGroup, match.rightGroup)
      if (rows !== 1) throw new Error('a match that was to end stood no more')
    }
    for (const { change, match } of changes) {
      if (change !== 'begin') continue
      const { leftGroup, rightGroup, how, explanation, runnerUp, startMs } = match
      begin.run(to.pairingId, leftGroup, rightGroup, how, JSON.stringify(explanation), runnerUp, startMs, to.number)
    }
  })
}

/** Which groups of a pairing are matched with which, as of one compare. */
export type MatchView = {
  /** The right group that belongs to this left group, and how it was found; null where it is not matched. */
  rightOf(leftGroup: string): Pick<StoredMatch, 'rightGroup' | 'how'> | null
  /** The left group under which this right group is gathered; null where it is not matched. */
  leftOf(rightGroup: string): string | null
}

const nothingMatched: MatchView = { rightOf: () => null, leftOf: () => null }

/** The matches as they stood at a compare's number. */
export function makeMatchView(db: ReadDb, { pairingId, number }: Pick<CompareRow, 'pairingId' | 'number'>): MatchView {
  if (!hasMatches(db, pairingId)) return nothingMatched
  const byLeft = prepared(db, matchSql.rightOf)
  const byRight = prepared(db, matchSql.leftOf).pluck()
  const at = { pairing: pairingId, number }
  return {
    rightOf: (group) => (byLeft.get({ ...at, group }) as ReturnType<MatchView['rightOf']> | undefined) ?? null,
    leftOf: (group) => (byRight.get({ ...at, group }) as string | undefined) ?? null,
  }
}

/**
 * The group of the other side that a group was last matched with in these epochs, where that match has ended; null where
 * there was none.
 */
export function formerPartner(
  db: ReadDb,
  { pairingId, leftEpoch, rightEpoch }: Pick<CompareRow, 'pairingId' | 'leftEpoch' | 'rightEpoch'>,
  group: string,
): string | null {
  const ofOnce = (own: string, other: string, index = ''): string => `SELECT m.${other} AS partner, m.ended
    FROM match m ${index} CROSS JOIN compare c ON c.pairing_id = m.pairing_id AND c.number = m.ended - 1
    WHERE m.pairing_id = :pairingId AND m.${own} = :group AND m.ended IS NOT NULL
      AND c.left_epoch = :leftEpoch AND c.right_epoch = :rightEpoch`
  const text = `SELECT partner FROM (${ofOnce('left_group', 'right_group')}
    UNION ALL ${ofOnce('right_group', 'left_group', 'INDEXED BY match_right_history')}) ORDER BY ended DESC LIMIT 1`
  const found = prepared(db, text).pluck().get({ pairingId, leftEpoch, rightEpoch, group })
  return (found as string | undefined) ?? null
}
