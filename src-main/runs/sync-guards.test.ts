import { afterEach, describe, expect, it } from 'vitest'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'

const hour = 3_600_000
const day = 24 * hour

describe('a read that claims absences', () => {
  let bench: SyncBench
  afterEach(() => bench.close())

  const add = (side: 'left' | 'right', from: number, to: number, at = benchStart): void => {
    for (let n = from; n < to; n += 1) {
      const [key, reference] = side === 'left' ? [`m${n}`, `p${n}`] : [`p${n}`, `m${n}`]
      const startMs = at + (n % 40) * hour
      bench.sides[side].records.set(key, { key, reference, startMs, endMs: startMs + hour, label: 'Day', worker: null })
    }
  }

  it('is held back where a first read is empty and the other side could not be read', async () => {
    bench = makeSyncBench(false)
    add('left', 0, 20)
    bench.sides.left.fault = { kind: 'fails-after', pages: 0 }
    expect((await bench.sync()).right.phase).toBe('failed')
    bench.sides.left.fault = { kind: 'none' }
    const run = await bench.sync()
    expect([run.state, bench.shown()]).toEqual(['failed', []])
  })

  it('is held back where it is empty after a pause longer than the window', async () => {
    bench = makeSyncBench(false)
    add('left', 0, 20)
    add('right', 0, 20)
    await bench.sync()
    bench.pass(40 * day)
    bench.sides.right.records.clear()
    add('left', 20, 40, benchStart + 40 * day)
    const run = await bench.sync()
    expect([run.state, bench.shown()]).toEqual(['failed', []])
  })

  it('tells apart a record deleted on both sides from one that left the window', async () => {
    bench = makeSyncBench(false)
    add('left', 0, 20)
    add('right', 1, 20)
    await bench.sync()
    bench.sides.left.records.delete('m0')
    await bench.sync()
    const closed = bench.db.sql.prepare('SELECT closed FROM discrepancy WHERE closed IS NOT NULL').pluck().all()
    expect(closed).toEqual(['resolved'])
  })

  it('asks Get about every absence in the end, however many are asked again each time', async () => {
    bench = makeSyncBench(false)
    add('left', 0, 300)
    add('right', 0, 300)
    for (let n = 0; n < 60; n += 1) {
      const record = bench.sides.right.records.get(`p${n}`)
      if (record) record.unlisted = true
    }
    await bench.sync()
    await bench.sync()
    expect(bench.shown().map((one) => one.reason)).toEqual(Array.from({ length: 60 }, () => 'listed-not-got'))
  })

  it('does not hold an old answer of Get against a record that was listed again since', async () => {
    bench = makeSyncBench(false)
    add('left', 0, 20)
    add('right', 0, 19)
    await bench.sync()
    expect(bench.shown().map((one) => one.kind)).toEqual(['only-left'])
    add('right', 19, 20)
    await bench.sync()
    expect(bench.shown()).toEqual([])
    const back = bench.sides.right.records.get('p19')
    if (back) back.unlisted = true
    await bench.sync()
    expect(bench.shown().map((one) => [one.kind, one.reason])).toEqual([['unverified', 'listed-not-got']])
  })

  it('claims nothing missing where one record names the other and is not named back', async () => {
    bench = makeSyncBench(false)
    add('left', 0, 20)
    add('right', 0, 20)
    const record = bench.sides.right.records.get('p7')
    if (record) record.reference = null
    await bench.sync()
    expect(bench.shown().map((one) => [one.kind, one.reason])).toEqual([
      ['unverified', 'linked-one-way'],
      ['unverified', 'linked-one-way'],
    ])
  })

  it('is not ended, nor left half written, by a log line that cannot be stored', async () => {
    bench = makeSyncBench(false)
    add('left', 0, 20)
    add('right', 0, 20)
    await bench.sync()
    bench.sides.left.records.delete('m3')
    bench.sides.right.fault = { kind: 'fails-after', pages: 1 }
    bench.db.sql.exec(`CREATE TRIGGER no_log BEFORE INSERT ON run_log BEGIN SELECT RAISE(ABORT, 'no room'); END`)
    const run = await bench.sync()
    expect(run.state).toBe('incomplete')
    const stray = bench.db.sql
      .prepare(
        `SELECT count(*) FROM record_version v JOIN snapshot s ON s.side_id = v.side_id AND s.number = v.born WHERE s.state <> 'sealed'`,
      )
      .pluck()
      .get()
    expect(stray).toBe(0)
  })
})

describe('a side read by keys', () => {
  let systems: TwoSystems
  afterEach(() => systems.close())

  it('is held back where Get knows nothing, even though one Get failed', async () => {
    systems = await startTwoSystems({ leftList: false })
    await systems.sync()
    systems.left.clear()
    systems.left.setFault('http-500', { fromPage: 30, endpoint: 'get' })
    const run = await systems.sync()
    expect([run.state, run.left.phase, await systems.shown()]).toEqual(['failed', 'failed', []])
  })
})

describe('records whose cross reference cannot be read', () => {
  let systems: TwoSystems
  afterEach(() => systems.close())

  it('make the read incomplete, so that their counterparts are not called missing', async () => {
    systems = await startTwoSystems()
    for (const shift of systems.right.all()) systems.right.put({ ...shift, raw: { mapleShiftId: 4711 } })
    const run = await systems.sync()
    expect(run.state).toBe('incomplete')
    expect((await systems.shown()).filter((one) => one.startsWith('only-'))).toEqual([])
  })
})

describe('the detail of an absence', () => {
  let systems: TwoSystems
  afterEach(() => systems.close())

  it('counts only reads that could have returned the record', async () => {
    systems = await startTwoSystems()
    systems.right.put({ ...shiftOf(systems.right, 'rota-20'), label: 'Ward 4' })
    for (let n = 0; n < 3; n += 1) await systems.sync()
    systems.right.remove('rota-20')
    await systems.sync()
    const [row] = (await systems.test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 1 }))
      .rows
    if (!row) throw new Error('no row')
    const { evidence } = await systems.test.client.discrepancies.detail({
      pairingId: row.pairingId,
      fingerprint: row.fingerprint,
    })
    expect([row.kind, evidence.filter((one) => one.how === 'list' && one.answer === 'absent').length]).toEqual([
      'only-left',
      1,
    ])
  })

  it('follows a pairing that was moved to another facility', async () => {
    systems = await startTwoSystems()
    systems.right.remove('rota-20')
    await systems.sync()
    const { pairing, facility } = await systems.state()
    const other = await systems.test.client.facilities.save({ name: 'Other Invented House', zone: facility.zone })
    await systems.test.client.pairings.save({ ...pairing, facilityId: other.id })
    const open = async (facilityId: typeof other.id) =>
      (await systems.test.client.discrepancies.counts({ filter: { facilityId } })).total
    expect([await open(other.id), await open(facility.id)]).toEqual([1, 0])
  })
})
