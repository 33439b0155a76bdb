import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromMs, toMs } from '#contract/time'
import { startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import type { SandboxShift } from '../connectors/maple/sandbox.ts'

const heldBack =
  'This read was held back and the last complete data stands. If it is right, accept it in Facilities, then sync again.'
const unchanged = 'Nothing was compared; the discrepancies shown are from the last compare.'

describe('what a person reads when a whole feed goes wrong', () => {
  let systems: TwoSystems
  beforeEach(async () => {
    systems = await startTwoSystems()
    // 32 shifts, all within the window.
    for (let n = 0; n < 8; n += 1) {
      systems.left.remove(`maple-${n}`)
      systems.right.remove(`rota-${n}`)
    }
    const [first] = systems.right.all()
    if (first) systems.right.put({ ...first, label: 'Renamed ward' })
    await systems.sync()
  })
  afterEach(() => systems.close())

  const edit = (change: (shift: SandboxShift) => SandboxShift): void => {
    for (const shift of systems.right.all()) systems.right.put(change(shift))
  }
  const moved = (minutes: number) => (shift: SandboxShift) => ({
    ...shift,
    start: fromMs(toMs(shift.start as never) + minutes * 60_000),
    end: fromMs(toMs(shift.end as never) + minutes * 60_000),
    version: '2',
  })

  it.each([
    [60, '32 of 32 records start 1 hour later than before, all by the same time.'],
    [-60, '32 of 32 records start 1 hour earlier than before, all by the same time.'],
  ])('a feed whose times are all off by %i minutes is held back', async (minutes, sentence) => {
    const before = await systems.shown()
    edit(moved(minutes))
    const run = await systems.sync()
    expect([run.state, run.tell]).toEqual(['failed', `Northgate: ${sentence} ${heldBack} ${unchanged}`])
    expect(await systems.shown()).toEqual(before)
  })

  it('a feed that moved is compared once a person has accepted it', async () => {
    edit(moved(60))
    await systems.sync()
    const failure = (await systems.state()).right.lastFailure?.implausible
    await systems.test.client.pairings.acceptImplausible({
      id: systems.pairingId,
      side: 'right',
      snapshot: failure?.snapshot ?? (1 as never),
      reason: 'Clocks were wrong before.',
    })
    expect((await systems.sync()).state).toBe('done')
    expect((await systems.shown()).filter((one) => one.endsWith('start end'))).toHaveLength(31)
  })

  it('another facility’s feed under this facility’s address is refused', async () => {
    const before = await systems.shown()
    systems.right.setFault('wrong-facility')
    const run = await systems.sync()
    expect([run.state, run.tell]).toEqual([
      'failed',
      `Northgate: The answer holds records of another facility. Nothing of it was kept. Check the facility id in the pairing, then sync again. ${unchanged}`,
    ])
    expect(await systems.shown()).toEqual(before)
  })

  it('another facility’s feed that claims to be this one is held back', async () => {
    const before = await systems.shown()
    for (const shift of systems.right.all()) {
      systems.right.remove(shift.ownId)
      systems.right.put({ ...shift, ownId: `other-${shift.ownId}`, otherId: null })
    }
    const run = await systems.sync()
    expect([run.state, run.tell]).toEqual([
      'failed',
      `Northgate: 32 records came, but too many of the 32 that were there before are not among them. ${heldBack} ${unchanged}`,
    ])
    expect(await systems.shown()).toEqual(before)
  })

  it('a page that comes twice makes nothing missing and nothing doubled', async () => {
    const before = await systems.shown()
    systems.right.setFault('overlapping-pages')
    const run = await systems.sync()
    expect([run.state, run.tell]).toEqual([
      'incomplete',
      'Northgate: Read only in part: the same id came more than once, so the list may have moved while it was read. What rests on records that were not read is marked "Not verified".',
    ])
    expect(await systems.shown()).toEqual(before)
  })

  it('an emptied side is held back', async () => {
    const before = await systems.shown()
    systems.right.setFault('empty-list')
    const run = await systems.sync()
    expect([run.state, run.tell]).toEqual([
      'failed',
      `Northgate: No records came where there were 32 before. ${heldBack} ${unchanged}`,
    ])
    expect(await systems.shown()).toEqual(before)
  })

  it('a page that was left out makes nothing missing where Get still returns its records', async () => {
    systems.right.setFault('missing-page', { fromPage: 2, times: 1, endpoint: 'list' })
    const run = await systems.sync()
    const shown = await systems.shown()
    expect([run.state, shown.filter((one) => one.startsWith('only-'))]).toEqual(['done', []])
    expect(shown.filter((one) => one.startsWith('unverified listed-not-got'))).toHaveLength(10)
  })

  it('a slow system is read all the same', async () => {
    systems.right.setFault('latency')
    expect((await systems.sync()).state).toBe('done')
  })
})
