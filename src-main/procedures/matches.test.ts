import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DiscrepancyRow } from '#contract/discrepancies'
import { AppError } from '#contract/errors'
import { RecordKey } from '#contract/ids'
import type { MatchDecisionKind, PairMatch } from '#contract/matches'
import { fromMs, type Instant } from '#contract/time'
import { inProcessCache } from '../../e2e/world/in-process-cache.ts'
import { startTestApp } from '../../e2e/world/test-app.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import type { StartCache } from '../runs/start-cache-worker.ts'

const hour = 3_600_000
const laterBy = (text: string, ms: number): Instant => fromMs(Date.parse(text) + ms)

let systems: TwoSystems
beforeEach(async () => {
  systems = await startTwoSystems()
})
afterEach(() => systems.close())

const client = () => systems.test.client
const pair = (left: string, right: string) => ({ leftKey: RecordKey.parse(left), rightKey: RecordKey.parse(right) })
const decide = (left: string, right: string, decision: MatchDecisionKind | null, reason = 'Seen on the ward list.') =>
  client().matches.decide({ pairingId: systems.pairingId, ...pair(left, right), decision, reason })

/** Takes the ids from shift `n` of both systems, so that only worker and time say that they are the same. */
function withoutIds(n: number, change: Partial<ReturnType<typeof shiftOf>> = {}): void {
  systems.left.put({ ...shiftOf(systems.left, `maple-${n}`), otherId: null })
  systems.right.put({ ...shiftOf(systems.right, `rota-${n}`), otherId: null, ...change })
}

/** Open rows as `kind left right how`. */
async function rows(): Promise<string[]> {
  const list = await client().discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 50 })
  return list.rows.map((row) => [row.kind, row.leftKey, row.rightKey, row.matchedBy].filter(Boolean).join(' ')).sort()
}

async function rowOf(key: string): Promise<DiscrepancyRow> {
  const list = await client().discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 50 })
  const found = list.rows.filter((row) => row.kind !== 'overlap' && (row.leftKey === key || row.rightKey === key))
  if (!found[0] || found.length > 1) throw new Error(`${found.length} rows with ${key} where one was expected`)
  return found[0]
}

async function detailOf(key: string) {
  const { pairingId, fingerprint } = await rowOf(key)
  return client().discrepancies.detail({ pairingId, fingerprint })
}

async function candidatesOf(key: string) {
  const { pairingId, fingerprint } = await rowOf(key)
  return client().matches.candidates({ pairingId, fingerprint })
}

/** The cache as it is, but its disk is full whenever it is asked to compare again. */
const withoutRecompare: StartCache = async (boot, logger) => {
  const started = await inProcessCache(boot, logger)
  const recompare = (): Promise<never> =>
    Promise.reject(new AppError('disk-full', { blame: 'settings', tell: 'The disk is full.' }))
  const client = new Proxy(started.client, {
    get: (of, name) => (name === 'recompare' ? recompare : Reflect.get(of, name)),
  })
  return { ...started, client }
}

const matched = () => client().matches.list({ pairingId: systems.pairingId, offset: 0, limit: 10 })
const pointsOf = (match: PairMatch | null) =>
  match?.explanation?.keys.map(({ label, points, of }) => `${label} ${points}/${of}`)

describe('two records without ids', () => {
  it('are matched by worker and time, with points that add up to the score', async () => {
    const { start } = shiftOf(systems.right, 'rota-20')
    withoutIds(20, { start: laterBy(start, hour) })
    await systems.sync()
    expect(await rows()).toEqual(['differs maple-20 rota-20 rule'])
    const { match, fields, links } = await detailOf('maple-20')
    expect(match).toMatchObject({ how: 'rule', ...pair('maple-20', 'rota-20'), decided: null })
    expect(pointsOf(match)).toEqual(['Worker 40/40', 'Start 15/30', 'End 20/20', 'Shift 5/5', 'Requirements 5/5'])
    expect(match?.explanation).toMatchObject({ score: 85, atLeast: 60, runnerUp: null })
    expect(fields.filter((one) => one.differs).map((one) => one.field)).toEqual(['start'])
    expect(links).toEqual([])
  })

  it('stand in the list of pairs without ids, by start and a window at a time, also where they agree', async () => {
    for (const n of [22, 20, 24]) withoutIds(n)
    await systems.sync()
    expect(await rows()).toEqual([])
    const { rows: listed, total } = await matched()
    expect(listed.map(({ match, who, label }) => [match.leftKey, match.rightKey, match.how, who, label])).toEqual([
      ['maple-20', 'rota-20', 'rule', 'Quilla Invented-6', 'Shift 20'],
      ['maple-22', 'rota-22', 'rule', 'Quilla Invented-1', 'Shift 22'],
      ['maple-24', 'rota-24', 'rule', 'Quilla Invented-3', 'Shift 24'],
    ])
    expect([total, listed[0]?.match.explanation?.score]).toEqual([3, 100])
    const second = await client().matches.list({ pairingId: systems.pairingId, offset: 1, limit: 1 })
    expect([second.rows.map(({ match }) => match.leftKey), second.total, second.offset]).toEqual([['maple-22'], 3, 1])
  })

  it('are not said to be matched where ids did it', async () => {
    systems.right.put({ ...shiftOf(systems.right, 'rota-20'), label: 'Night ward' })
    await systems.sync()
    expect((await detailOf('maple-20')).match).toEqual({
      how: 'reference',
      ...pair('maple-20', 'rota-20'),
      explanation: null,
      decided: null,
    })
    expect(await matched()).toEqual({ rows: [], total: 0, offset: 0 })
  })
})

describe('a forbidden match', () => {
  beforeEach(async () => {
    withoutIds(20, { label: 'Night ward' })
    // The next best: the same times, but nobody is booked.
    systems.right.put({ ...shiftOf(systems.right, 'rota-20'), ownId: 'rota-90', worker: null, label: 'Shift 20' })
    await systems.sync()
  })

  it('gives way to exactly the runner-up that was shown, and comes back when the word is withdrawn', async () => {
    expect(await rows()).toEqual(['differs maple-20 rota-20 rule', 'only-right rota-90'])
    const shown = (await detailOf('maple-20')).match?.explanation?.runnerUp
    expect(shown).toEqual({ rightKey: 'rota-90', score: 60 })

    await decide('maple-20', 'rota-20', 'forbid')
    // Two shifts of one worker at the same time that are not the same are a double booking.
    expect(await rows()).toEqual(['differs maple-20 rota-90 rule', 'only-right rota-20', 'overlap maple-20 rota-90'])
    const { match } = await detailOf('maple-20')
    expect([match?.rightKey, match?.explanation?.score, match?.explanation?.runnerUp]).toEqual(['rota-90', 60, null])

    await decide('maple-20', 'rota-20', null)
    expect(await rows()).toEqual(['differs maple-20 rota-20 rule', 'only-right rota-90'])
  })

  it('is told beside the candidates, with whose word it is', async () => {
    await decide('maple-20', 'rota-20', 'forbid')
    const [first] = await candidatesOf('rota-20')
    expect(first).toMatchObject({
      ...pair('maple-20', 'rota-20'),
      why: 'Ada Invented said that they are not the same.',
      forbidden: true,
    })
    expect(first?.explanation.score).toBe(95)
  })

  it('shows what else a lone record could be, and what it is matched with', async () => {
    const [first, ...more] = await candidatesOf('rota-90')
    expect(more).toEqual([])
    expect(first).toMatchObject({ ...pair('maple-20', 'rota-90'), who: 'Quilla Invented-6', label: 'Shift 20' })
    expect(first?.why).toBe('It is matched with rota-20 of Northgate.')
    expect(first?.explanation).toMatchObject({ score: 60, atLeast: 60, runnerUp: null })
  })
})

describe('a pinned match', () => {
  beforeEach(async () => {
    const { start, end } = shiftOf(systems.right, 'rota-24')
    withoutIds(24, { start: laterBy(start, 9 * hour), end: laterBy(end, 9 * hour) })
    await systems.sync()
  })

  it('makes one row of two, holds over a restart and the next sync, and ends when it is withdrawn', async () => {
    const apart = ['only-left maple-24', 'only-right rota-24']
    const one = ['differs maple-24 rota-24 person']
    expect(await rows()).toEqual(apart)
    const [candidate] = await candidatesOf('maple-24')
    expect([candidate?.rightKey, candidate?.why]).toEqual(['rota-24', '50 points are too few: it takes 60.'])

    expect(await decide('maple-24', 'rota-24', 'pin', 'Moved to the late shift by phone.')).toEqual({ compared: true })
    expect(await rows()).toEqual(one)
    const { match, fields } = await detailOf('maple-24')
    expect(fields.filter((field) => field.differs).map((field) => field.field)).toEqual(['start', 'end'])
    expect(match).toMatchObject({
      how: 'person',
      explanation: { score: 50, atLeast: 60 },
      decided: { by: 'Ada Invented', reason: 'Moved to the late shift by phone.' },
    })
    expect((await matched()).rows.map((row) => row.match)).toEqual([match])

    systems.test = await systems.test.reopen()
    expect(await rows()).toEqual(one)
    await systems.test.sync(systems.pairingId)
    expect(await rows()).toEqual(one)
    expect((await client().matches.decisions({ pairingId: systems.pairingId })).map((word) => word.decision)).toEqual([
      'pin',
    ])

    await decide('maple-24', 'rota-24', null)
    expect(await rows()).toEqual(apart)
    expect(await client().matches.decisions({ pairingId: systems.pairingId })).toEqual([])
  })

  it('is refused where another pin or an id ties one of the records, and nothing is stored', async () => {
    await decide('maple-24', 'rota-24', 'pin')
    withoutIds(26)
    await systems.sync()
    await expect(decide('maple-26', 'rota-24', 'pin')).rejects.toMatchObject({
      code: 'in-use',
      data: {
        tell: expect.stringContaining('rota-24 of Northgate was already declared to be the same as maple-24 of Maple'),
      },
    })
    await expect(decide('maple-26', 'rota-28', 'pin')).rejects.toMatchObject({
      code: 'bad-input',
      data: {
        tell: 'rota-28 of Northgate belongs to maple-28 of Maple by the ids they carry, and those count more than a decision. Correct the id in Northgate or Maple and sync, then match it.',
      },
    })
    await expect(decide('maple-28', 'rota-28', 'forbid')).rejects.toMatchObject({ code: 'bad-input' })
    await expect(decide('maple-26', 'rota-999', 'pin')).rejects.toMatchObject({
      code: 'not-found',
      data: {
        tell: 'rota-999 is not among what was read of Northgate last. Sync again, then look at the list once more.',
      },
    })
    expect(await client().matches.decisions({ pairingId: systems.pairingId })).toHaveLength(1)
  })

  it('is refused where the record shares the id it carries with another, which no word could part', async () => {
    systems.right.put({ ...shiftOf(systems.right, 'rota-24'), otherId: 'maple-999' })
    systems.right.put({ ...shiftOf(systems.right, 'rota-24'), ownId: 'rota-90', otherId: 'maple-999' })
    await systems.sync()
    await expect(decide('maple-24', 'rota-24', 'pin')).rejects.toMatchObject({
      code: 'bad-input',
      data: {
        tell: 'rota-24 and rota-90 of Northgate carry the same id of Maple, so neither can be matched by hand. Correct the id in Northgate and sync, then match it.',
      },
    })
    expect(await client().matches.decisions({ pairingId: systems.pairingId })).toEqual([])
  })

  it.each([
    ['names an id that is not there', 'left', 'rota-999', 'maple-24 of Maple names rota-999 of Northgate', 'foreign'],
    [
      'goes with one that names an id that is not there',
      'right',
      'maple-999',
      'rota-24 of Northgate names maple-999 of Maple',
      'foreign',
    ],
    ['is not named back', 'left', 'rota-24', 'maple-24 of Maple names rota-24 of Northgate', 'lost'],
  ] as const)('ties a record that %s, which the rule never does', async (_, side, otherId, said, finding) => {
    const own = side === 'left' ? 'maple-24' : 'rota-24'
    systems[side].put({ ...shiftOf(systems[side], own), otherId })
    await systems.sync()
    const [candidate] = await candidatesOf('maple-24')
    expect([candidate?.rightKey, candidate?.why]).toEqual(['rota-24', `${said}, so only a person can match them.`])
    await decide('maple-24', 'rota-24', 'pin')
    expect(await rows()).toEqual(['differs maple-24 rota-24 person'])
    expect((await detailOf('maple-24')).links.map((one) => one.kind)).toEqual([finding])
  })
})

describe('a word about keys that come to mean other records', () => {
  const words = () => client().matches.decisions({ pairingId: systems.pairingId })
  const pairingOf = async () => (await systems.state()).pairing
  const rightOf = async () => {
    const { connectionId } = (await pairingOf()).right
    const found = (await client().connections.list({})).find(({ id }) => id === connectionId)
    if (!found) throw new Error('the right connection is gone')
    return found
  }

  beforeEach(async () => {
    withoutIds(20, { label: 'Night ward' })
    await systems.sync()
    await decide('maple-20', 'rota-20', 'forbid')
  })

  it('counts for nothing once the pairing reads another connection, waits for a sync of it, and counts again with the first', async () => {
    const pairing = await pairingOf()
    const { connectorId, environment, settings } = await rightOf()
    const other = await client().connections.save({
      ...{ connectorId, environment, settings },
      name: 'Northgate again',
      secrets: { authHeaderValue: 'canary-key-for-tests' },
    })
    await client().pairings.save({ ...pairing, right: { ...pairing.right, connectionId: other.id } })
    expect(await words()).toEqual([])
    await expect(decide('maple-20', 'rota-20', 'pin')).rejects.toMatchObject({
      code: 'bad-input',
      data: {
        tell: 'How Northgate again is read was changed since it was read last, so rota-20 may be another record by now. Sync again, then decide.',
      },
    })
    await systems.sync()
    expect(await rows()).toEqual(['differs maple-20 rota-20 rule'])
    await client().pairings.save(pairing)
    expect((await words()).map(({ decision }) => decision)).toEqual(['forbid'])
    await systems.sync()
    expect(await rows()).toEqual(['only-left maple-20', 'only-right rota-20', 'overlap maple-20'])
  })

  it('counts for nothing once another field is the record’s own id, but stays when the id on the other system is another field', async () => {
    const { connectorId, id, name, environment, settings } = await rightOf()
    const change = (more: Record<string, string>) =>
      client().connections.save({ id, connectorId, name, environment, settings: { ...settings, ...more }, secrets: {} })
    await change({ crossReferenceField: 'none' })
    expect((await words()).map(({ decision }) => decision)).toEqual(['forbid'])
    await change({ crossReferenceField: 'none', ownIdField: 'attributes.mapleShiftId' })
    expect(await words()).toEqual([])
  })
})

describe('a word that cannot show at once', () => {
  beforeEach(async () => {
    withoutIds(20, { label: 'Night ward' })
    await systems.sync()
  })

  it('is taken in by the sync that runs meanwhile', async () => {
    await client().runs.sync({ pairingId: systems.pairingId })
    expect(await decide('maple-20', 'rota-20', 'forbid')).toEqual({ compared: false })
    await systems.test.idle()
    expect(await rows()).toEqual(['only-left maple-20', 'only-right rota-20', 'overlap maple-20'])
  })

  it('is taken in by the next sync where one side was read without the other, and says that it waits', async () => {
    systems.right.setFault('unauthorized')
    await systems.sync()
    expect(await decide('maple-20', 'rota-20', 'forbid')).toEqual({ compared: false })
    expect(await rows()).toEqual(['differs maple-20 rota-20 rule'])
    systems.right.setFault(null)
    await systems.sync()
    expect(await rows()).toEqual(['only-left maple-20', 'only-right rota-20', 'overlap maple-20'])
  })

  it('stands although comparing again failed, says so, and is taken in by the next sync', async () => {
    systems.test = await systems.test.reopen({ startCache: withoutRecompare })
    await expect(decide('maple-20', 'rota-20', 'forbid')).rejects.toMatchObject({
      code: 'disk-full',
      data: {
        tell: 'Your decision is stored and holds, but both sides could not be compared again yet: The disk is full. The next sync takes it in.',
      },
    })
    expect(await rows()).toEqual(['differs maple-20 rota-20 rule'])
    await systems.test.sync(systems.pairingId)
    expect(await rows()).toEqual(['only-left maple-20', 'only-right rota-20', 'overlap maple-20'])
  })
})

it('a viewer may look but not decide', async () => {
  withoutIds(20, { label: 'Night ward' })
  await systems.sync()
  const viewer = await startTestApp({ folder: systems.test.folder })
  try {
    expect((await viewer.client.matches.list({ pairingId: systems.pairingId, offset: 0, limit: 10 })).total).toBe(1)
    await expect(
      viewer.client.matches.decide({
        pairingId: systems.pairingId,
        ...pair('maple-20', 'rota-20'),
        decision: 'pin',
        reason: 'Seen on the ward list.',
      }),
    ).rejects.toMatchObject({ code: 'workspace-read-only' })
  } finally {
    await viewer.app.close()
  }
})
