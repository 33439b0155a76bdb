import { afterEach, describe, expect, it } from 'vitest'
import { ScopeKey } from '#contract/ids'
import { fromMs } from '#contract/time'
import { countVersions } from '../../e2e/world/cache-counts.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'

let systems: TwoSystems
afterEach(() => systems.close())

const laterBy = (text: string, ms: number): string => fromMs(Date.parse(text) + ms)

describe('a sync', () => {
  it('writes no record version when nothing changed, and tells the same discrepancies', async () => {
    systems = await startTwoSystems()
    systems.right.put({
      ...shiftOf(systems.right, 'rota-20'),
      end: laterBy(shiftOf(systems.right, 'rota-20').end, 1_800_000),
    })
    await systems.sync()
    const before = { versions: await countVersions(systems), shown: await systems.shown() }
    const again = await systems.sync()
    expect(again.outcome).toEqual({ open: 1, opened: 0, closed: 0 })
    expect({ versions: await countVersions(systems), shown: await systems.shown() }).toEqual(before)
    expect(before.shown).toEqual(['differs maple-20 end'])
  })

  it('does not call a shift changed when only the vendor’s own version moved or a time was written differently', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    const versions = await countVersions(systems)
    const shift = shiftOf(systems.right, 'rota-21')
    systems.right.put({ ...shift, version: '2', start: shift.start.replace('.000Z', 'Z') })
    const run = await systems.sync()
    expect(run.outcome).toEqual({ open: 0, opened: 0, closed: 0 })
    expect(await countVersions(systems)).toBe(versions)
  })

  it('confirms a missing record by Get, and closes the discrepancy when it is back', async () => {
    systems = await startTwoSystems()
    const shift = shiftOf(systems.right, 'rota-20')
    systems.right.remove('rota-20')
    await systems.sync()
    const { rows } = await systems.test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 10 })
    expect(rows.map((row) => [row.kind, row.leftKey])).toEqual([['only-left', 'maple-20']])
    const [row] = rows
    if (!row) throw new Error('no row')
    const detail = await systems.test.client.discrepancies.detail({
      pairingId: row.pairingId,
      fingerprint: row.fingerprint,
    })
    expect(detail.certainty).toBe('Northgate does not have it: confirmed by asking for this record alone.')
    expect(detail.evidence.map(({ side, how, answer }) => [side, how, answer])).toEqual([
      ['left', 'list', 'present'],
      ['right', 'list', 'absent'],
      ['right', 'get', 'absent'],
    ])
    systems.right.put(shift)
    expect((await systems.sync()).outcome).toEqual({ open: 0, opened: 0, closed: 1 })
    const closed = await systems.test.client.discrepancies.detail({
      pairingId: row.pairingId,
      fingerprint: row.fingerprint,
    })
    expect([closed.open, closed.closed]).toEqual([false, 'resolved'])
  })

  it('shows a record that the list leaves out but Get returns as not verified', async () => {
    systems = await startTwoSystems()
    systems.right.put({ ...shiftOf(systems.right, 'rota-20'), unlisted: true })
    await systems.sync()
    expect(await systems.shown()).toEqual(['unverified listed-not-got maple-20'])
  })

  it('confirms nothing by a Get that answers 404 to everything', async () => {
    systems = await startTwoSystems()
    const [, northgate] = await systems.test.client.connections.list({})
    if (!northgate) throw new Error('no connection')
    const { id, connectorId, name, environment, settings } = northgate
    await systems.test.client.connections.save({
      id,
      connectorId,
      name,
      environment,
      settings: { ...settings, getUrl: `${systems.right.origin}/shifts/x/` },
      secrets: {},
    })
    systems.right.put({ ...shiftOf(systems.right, 'rota-20'), unlisted: true })
    const run = await systems.sync()
    expect(await systems.shown()).toEqual(['only-left maple-20'])
    const [row] = (await systems.test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 1 }))
      .rows
    const detail =
      row &&
      (await systems.test.client.discrepancies.detail({ pairingId: row.pairingId, fingerprint: row.fingerprint }))
    expect(detail?.certainty).toMatch(/by one list read/)
    const log = await systems.test.client.runs.log({ runId: run.id })
    expect(log.map((line) => line.text).join('\n')).toMatch(
      /Northgate: Get does not return a record that the list returned/,
    )
  })

  it('keeps the last sealed snapshots when it is cancelled, and says so', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    const before = await systems.state()
    systems.left.put({ ...shiftOf(systems.left, 'maple-20'), label: 'Changed meanwhile' })
    systems.right.setFault('hang', { fromPage: 2 })
    const run = await systems.test.client.runs.sync({ pairingId: systems.pairingId })
    let cancelled = false
    let last = run
    for await (const told of await systems.test.client.runs.follow({ runId: run.id })) {
      last = told
      if (!cancelled && told.left.phase === 'reading' && told.right.pages >= 1) {
        cancelled = true
        await systems.test.client.runs.cancel({ runId: run.id })
      }
    }
    expect([last.state, last.tell]).toEqual([
      'cancelled',
      'Cancelled. Nothing of this sync was kept; the last complete data stands.',
    ])
    const after = await systems.state()
    expect([after.left.snapshot, after.right.snapshot, after.compared]).toEqual([
      before.left.snapshot,
      before.right.snapshot,
      before.compared,
    ])
    expect(await systems.shown()).toEqual([])
  })

  it('refuses a second sync of the same pairing while one runs', async () => {
    systems = await startTwoSystems()
    systems.right.setFault('hang')
    const run = await systems.test.client.runs.sync({ pairingId: systems.pairingId })
    await expect(systems.test.client.runs.sync({ pairingId: systems.pairingId })).rejects.toMatchObject({
      data: { code: 'already-running' },
    })
    await systems.test.client.runs.cancel({ runId: run.id })
    await systems.test.idle()
  })

  it('holds an implausible read back until a person accepts it, once', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    systems.right.clear()
    await systems.sync()
    const held = (await systems.state()).right.lastFailure?.implausible
    expect(held).toMatchObject({ finding: 'emptied', now: 0, accepted: false })
    if (!held) throw new Error('nothing was held back')
    await systems.test.client.pairings.acceptImplausible({
      id: systems.pairingId,
      side: 'right',
      snapshot: held.snapshot,
      reason: 'The house is closed for works.',
    })
    const run = await systems.sync()
    expect(run.state).toBe('done')
    expect((await systems.shown()).every((one) => one.startsWith('only-left'))).toBe(true)
    expect((await systems.state()).right.records).toBe(0)
  })

  it('refuses one malformed record with its place in the answer and goes on with the rest', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    systems.right.put({ ...shiftOf(systems.right, 'rota-20'), raw: { shiftLabel: { no: 'text' } } })
    systems.left.put({ ...shiftOf(systems.left, 'maple-22'), label: 'Changed' })
    const run = await systems.sync()
    expect(run.state).toBe('done')
    expect(run.right.refused).toBe(1)
    expect(await systems.shown()).toEqual(['unverified refused-record maple-20', 'differs maple-22 label'])
    const log = await systems.test.client.runs.log({ runId: run.id })
    expect(log.find((line) => line.level === 'warn')?.text).toMatch(
      /^Northgate: list, page \d, record \d+, \/data\/\d+\/attributes\/shiftLabel: /,
    )
  })

  it('treats the read as incomplete where a record’s id cannot be read', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    systems.right.setFault('malformed-id', { fromPage: 2, times: 1 })
    const run = await systems.sync()
    expect([run.state, await systems.shown()]).toEqual(['incomplete', []])
    expect(run.tell).toMatch(/Northgate: Read only in part: a record could not be read at all \(list, page 2 \/data\/0/)
  })

  it('shows what differs with what both last agreed on', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    systems.right.put({ ...shiftOf(systems.right, 'rota-20'), label: 'Ward 4' })
    await systems.sync()
    const [row] = (await systems.test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 1 }))
      .rows
    const rightMovedAt = (await systems.state()).right.sealedAt
    expect(row?.differences).toEqual([
      { field: 'label', left: 'Shift 20', right: 'Ward 4', base: 'Shift 20', blame: 'right-moved', rightMovedAt },
    ])
  })
})

describe('a side without a list', () => {
  it('is read by Get for what the other side names, finds differences, and says what it cannot find', async () => {
    systems = await startTwoSystems({ leftList: false })
    systems.left.remove('maple-20')
    systems.left.put({ ...shiftOf(systems.left, 'maple-22'), label: 'Changed' })
    systems.left.put({ ...shiftOf(systems.left, 'maple-24'), ownId: 'maple-alone', otherId: null })
    const run = await systems.sync()
    expect(run.state).toBe('done')
    expect(await systems.shown()).toEqual(['only-right rota-20', 'differs maple-22 label'])
    const { left } = await systems.state()
    expect([left.readBy, left.note]).toEqual([
      'keys',
      expect.stringContaining('this system alone holds cannot be found'),
    ])
    expect(systems.left.requests.list).toBe(0)
  })

  it('makes nothing missing when its Get fails for some', async () => {
    systems = await startTwoSystems({ leftList: false })
    await systems.sync()
    systems.left.setFault('http-500', { fromPage: 5, endpoint: 'get' })
    const run = await systems.sync()
    expect([run.state, await systems.shown()]).toEqual(['incomplete', []])
  })

  it('is held back where Get knows none of the records the other side names', async () => {
    systems = await startTwoSystems({ leftList: false })
    systems.left.clear()
    const run = await systems.sync()
    expect([run.state, run.left.phase, await systems.shown()]).toEqual(['failed', 'failed', []])
    expect(run.tell).toMatch(/Maple: No records came although the other system holds \d+/)
  })
})

describe('a changed scope', () => {
  it('starts a new epoch: nothing is held against the old facility’s records', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    const { pairing } = await systems.state()
    for (const shift of systems.right.all()) systems.right.put({ ...shift, facility: 'H2' })
    await systems.test.client.pairings.save({ ...pairing, right: { ...pairing.right, scope: ScopeKey.parse('H2') } })
    const run = await systems.sync()
    expect([run.state, await systems.shown()]).toEqual(['done', []])
  })
})
