import type { DiscrepancyDetail, DiscrepancyRow } from '#contract/discrepancies'
import { AppError } from '#contract/errors'
import { RecordKey } from '#contract/ids'
import type { MatchCandidate, MatchDecision, MatchExplanation, PairMatch, StandingMatch } from '#contract/matches'
import type { CoreClient } from '#contract/procedures'
import { fromMs, type Instant, toMs } from '#contract/time'
import { fakePairingIds, fakeRow, leftSystem, rightSystem } from './fake-rows.ts'

const explained = (start: number, runnerUp: string | null, resource = 40): MatchExplanation => ({
  score: resource + start + 20 + 5,
  atLeast: 60,
  keys: [
    { key: 'resource', label: 'Worker', points: resource, of: 40 },
    { key: 'start', label: 'Start', points: start, of: 30 },
    { key: 'end', label: 'End', points: 20, of: 20 },
    { key: 'label', label: 'Shift', points: 5, of: 5 },
    { key: 'requirements', label: 'Requirements', points: 0, of: 5 },
  ],
  runnerUp: runnerUp === null ? null : { rightKey: RecordKey.parse(runnerUp), score: 71 },
})

function matchOf(row: DiscrepancyRow, now: Instant): PairMatch | null {
  const { leftKey, rightKey, matchedBy: how } = row
  if (leftKey === null || rightKey === null || how === null) return null
  const decided = { by: 'Ada Sample', at: now, reason: 'The rota re-entered the shift after the ward swap.' }
  return {
    how,
    leftKey,
    rightKey,
    explanation: how === 'reference' ? null : explained(26, how === 'rule' ? 'NG-10418' : null),
    decided: how === 'person' ? decided : null,
  }
}

/** The detail with how its pair was found, and what is wrong with its ids where it stands alone. */
export function withMatch(detail: DiscrepancyDetail, now: Instant): DiscrepancyDetail {
  const { row } = detail
  const key = row.leftKey ?? row.rightKey
  if (key === null || row.kind !== 'only-left') return { ...detail, match: matchOf(row, now) }
  const tell = `${leftSystem} ${key} names ${rightSystem} NG-99, which ${rightSystem} does not know. Link it again in ${leftSystem}, or say below what it is the same as.`
  return { ...detail, links: [{ kind: 'foreign', side: 'left', key, tell }] }
}

function candidateOf(row: DiscrepancyRow, place: number): MatchCandidate {
  const other = RecordKey.parse(`NG-${20_000 + place}`)
  const whys = ['', 'It is matched with another shift by its own id.', 'Ada Sample said that they are not the same.']
  return {
    leftKey: row.leftKey ?? RecordKey.parse(`0b7c1d52-${place}`),
    rightKey: row.rightKey ?? other,
    span: { start: fromMs(toMs(row.span.start) + place * 900_000), end: row.span.end },
    who: place === 1 ? '' : row.who,
    label: row.label,
    explanation: explained(30 - 5 * place, null, place === 1 ? 0 : 40),
    why: whys[place] ?? '',
    forbidden: place === 2,
  }
}

const standing = (place: number, now: Instant): StandingMatch => {
  const row = fakeRow(place * 8 + 2, now)
  const how = place % 7 === 0 ? ('person' as const) : ('rule' as const)
  const match = matchOf({ ...row, matchedBy: how }, now)
  if (match === null) throw new Error('only a pair stands as a match')
  return { match, span: row.span, who: row.who, label: row.label }
}

type FakeMatchInput = { rowOf: (fingerprint: string) => DiscrepancyRow; now: Instant; listed: number }

/** The matches of a core in memory: guesses and pins, candidates of each kind, and decisions that are kept. */
export function fakeMatches({ rowOf, now, listed }: FakeMatchInput): CoreClient['matches'] {
  const count = Math.min(listed, 260)
  const first = standing(0, now)
  let decisions: MatchDecision[] =
    count === 0 ? [] : fakePairingIds.map((pairingId) => decisionOf(pairingId, first, now))
  return {
    list: async ({ offset, limit }) => ({
      rows: Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_, at) => standing(offset + at, now)),
      total: count,
      offset,
    }),
    decisions: async ({ pairingId }) => decisions.filter((known) => known.pairingId === pairingId),
    candidates: async ({ fingerprint }) => {
      const row = rowOf(fingerprint)
      return row.who === '' ? [] : [0, 1, 2].map((place) => candidateOf(row, place))
    },
    decide: async ({ decision, reason, ...pair }) => {
      if (reason === 'refuse')
        throw new AppError('in-use', {
          blame: 'settings',
          tell: `${rightSystem} NG-20000 is already pinned to another shift. Take that decision back first.`,
        })
      const [pairingId, leftKey, rightKey] = [
        fakePairingIds.find((id) => id === pair.pairingId) ?? fakePairingIds[0],
        RecordKey.parse(pair.leftKey),
        RecordKey.parse(pair.rightKey),
      ]
      decisions = decisions.filter((known) => known.leftKey !== leftKey || known.rightKey !== rightKey)
      if (decision !== null)
        decisions = [{ pairingId, leftKey, rightKey, decision, reason, by: 'Ada Sample', at: now }, ...decisions]
      return { compared: true }
    },
  }
}

const decisionOf = (pairingId: MatchDecision['pairingId'], { match }: StandingMatch, now: Instant): MatchDecision => ({
  pairingId,
  leftKey: match.leftKey,
  rightKey: match.rightKey,
  decision: 'pin',
  reason: 'The rota re-entered the shift after the ward swap.',
  by: 'Ada Sample',
  at: now,
})
