import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Fingerprint } from '#contract/ids'
import { periodSpan } from '#contract/periods'
import type { CoreClient } from '#contract/procedures'
import { ZoneId } from '#contract/time'
import { type AcceptBench, startAcceptBench } from '../../e2e/world/accepted-differences.ts'
import { shiftOf } from '../../e2e/world/two-systems.ts'

let bench: AcceptBench
let client: CoreClient
beforeEach(async () => {
  bench = await startAcceptBench()
  client = bench.two.test.client
})
afterEach(() => bench.two.close())

/** What pages are told while this is done. */
async function heardWhile(work: () => Promise<unknown>): Promise<Set<string>> {
  const stop = new AbortController()
  const heard: string[] = []
  const events = await client.workspace.changes({}, { signal: stop.signal })
  const listening = (async () => {
    for await (const event of events) heard.push(event.topic)
  })().catch(() => {})
  await expect.poll(() => heard.length).toBeGreaterThan(0)
  heard.length = 0
  await work()
  await expect.poll(() => heard).toContain('desk')
  stop.abort()
  await listening
  return new Set(heard)
}

describe('people', () => {
  it('are added, renamed and chosen, and who is chosen decides, also after a restart', async () => {
    expect((await client.operators.list({})).map(({ name, current }) => [name, current])).toEqual([
      ['Ada Invented', true],
    ])
    const bob = await client.operators.save({ name: ' Bob Invented ' })
    expect([bob.name, bob.current]).toEqual(['Bob Invented', false])
    const heard = await heardWhile(async () => {
      expect((await client.operators.choose({ id: bob.id })).operator).toBe('Bob Invented')
    })
    expect(heard).toEqual(new Set(['desk', 'workspace']))
    expect(await client.operators.save({ id: bob.id, name: 'Robert Invented' })).toEqual({
      id: bob.id,
      name: 'Robert Invented',
      current: true,
    })
    await bench.accept()
    const { pairingId, fingerprint } = await bench.row()
    const { acceptance } = await client.discrepancies.detail({ pairingId, fingerprint })
    expect(acceptance?.by).toBe('Robert Invented')
    const again = await bench.two.test.reopen()
    expect((await again.client.workspace.info({})).operator).toBe('Robert Invented')
  })

  it('have names of their own in whatever case', async () => {
    await expect(client.operators.save({ name: 'ADA invented' })).rejects.toMatchObject({
      code: 'bad-input',
      tell: expect.stringContaining('works here already'),
    })
    expect(await client.operators.list({})).toHaveLength(1)
  })
})

describe('notes', () => {
  it('stand with the discrepancy, oldest first, with who wrote them', async () => {
    const { pairingId, fingerprint } = await bench.row()
    const heard = await heardWhile(() => client.discrepancies.note({ pairingId, fingerprint, text: 'Asked Quilla' }))
    expect(heard).toEqual(new Set(['desk']))
    await client.discrepancies.note({ pairingId, fingerprint, text: 'She agrees' })
    const { notes } = await client.discrepancies.detail({ pairingId, fingerprint })
    expect(notes.map(({ by, text }) => [by, text])).toEqual([
      ['Ada Invented', 'Asked Quilla'],
      ['Ada Invented', 'She agrees'],
    ])
  })

  it('are about something that is stored here', async () => {
    const { pairingId } = bench.two
    const gone = { pairingId, fingerprint: Fingerprint.parse('gone'), text: 'Asked' }
    await expect(client.discrepancies.note(gone)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('follow-ups', () => {
  it('are added with or without a discrepancy, closed and opened again, open ones first', async () => {
    const { facilityId } = bench.two
    const { pairingId, fingerprint } = await bench.row()
    const about = { pairingId, fingerprint }
    const first = await client.followUps.add({ facilityId, about: null, text: 'Call the house' })
    const second = await client.followUps.add({ facilityId, about, text: 'Put Quilla back' })
    expect(second).toMatchObject({ facility: 'Invented House', about, by: 'Ada Invented', closed: null })
    const texts = async (asked: Partial<Parameters<typeof client.followUps.list>[0]>) =>
      (await client.followUps.list({ closed: false, ...asked })).map(({ text }) => text)
    expect(await texts({})).toEqual(['Call the house', 'Put Quilla back'])
    expect(await texts({ about })).toEqual(['Put Quilla back'])
    const heard = await heardWhile(async () => {
      expect((await client.followUps.close({ id: first.id, closed: true })).closed?.by).toBe('Ada Invented')
    })
    expect(heard).toEqual(new Set(['desk']))
    expect(await texts({ facilityId })).toEqual(['Put Quilla back'])
    expect(await texts({ closed: true })).toEqual(['Put Quilla back', 'Call the house'])
    expect((await client.followUps.close({ id: first.id, closed: false })).closed).toBe(null)
    expect(await texts({})).toEqual(['Call the house', 'Put Quilla back'])
  })

  it('are of the facility their discrepancy was found in', async () => {
    const { pairingId, fingerprint } = await bench.row()
    const { id } = await client.facilities.save({ name: 'Second House', zone: (await bench.row()).zone })
    const elsewhere = { facilityId: id, about: { pairingId, fingerprint }, text: 'Call' }
    await expect(client.followUps.add(elsewhere)).rejects.toMatchObject({ code: 'bad-input' })
    expect(await client.followUps.list({ closed: true })).toEqual([])
  })
})

describe('saved filters', () => {
  it('move on with the days where their period counts from today, and stay where they have days of their own', async () => {
    const period = { from: -60, days: 120, zone: ZoneId.parse('Europe/London') }
    const then = periodSpan(period, bench.now())
    await client.savedFilters.save({ name: 'Around now', filter: { within: then }, period, order: 'time' })
    await client.savedFilters.save({ name: 'These days', filter: { within: then }, order: 'time' })
    const kept = async () =>
      (await client.savedFilters.list({})).map(({ name, filter, open }) => [name, filter.within, open])
    expect(await kept()).toEqual([
      ['Around now', then, 1],
      ['These days', then, 1],
    ])
    bench.pass(200 * 86_400_000)
    expect(await kept()).toEqual([
      ['Around now', periodSpan(period, bench.now()), 0],
      ['These days', then, 1],
    ])
    const [moving] = await client.savedFilters.list({})
    if (!moving) throw new Error('nothing is kept')
    const { by: _, open: __, period: ___, ...fixed } = moving
    const stays = await client.savedFilters.save(fixed)
    expect(stays.period).toBeUndefined()
    expect(stays.filter.within).toEqual(moving.filter.within)
  })

  it('are kept with live counts, changed and removed, by name', async () => {
    const save = (name: string, kinds: ('differs' | 'only-left')[]) =>
      client.savedFilters.save({ name, filter: { kinds }, order: 'risk' })
    const alone = await save('Stand alone', ['only-left'])
    await save('differ', ['differs'])
    const counts = async () => (await client.savedFilters.list({})).map(({ name, open }) => [name, open])
    expect(await counts()).toEqual([
      ['differ', 1],
      ['Stand alone', 0],
    ])
    bench.two.right.remove('rota-21')
    await bench.two.sync()
    expect(await counts()).toEqual([
      ['differ', 1],
      ['Stand alone', 1],
    ])
    await client.savedFilters.save({ id: alone.id, name: 'All', filter: { text: 'Quilla' }, order: 'time' })
    const [all] = await client.savedFilters.list({})
    expect(all).toEqual({
      id: alone.id,
      name: 'All',
      filter: { text: 'Quilla' },
      order: 'time',
      by: 'Ada Invented',
      open: 2,
    })
    const heard = await heardWhile(() => client.savedFilters.remove({ id: alone.id }))
    expect(heard).toEqual(new Set(['desk']))
    expect(await counts()).toEqual([['differ', 1]])
    await expect(client.savedFilters.remove({ id: alone.id })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('have names of their own in whatever case, also when one is renamed', async () => {
    const draft = { filter: {}, order: 'time' } as const
    await client.savedFilters.save({ name: 'Mine', ...draft })
    const other = await client.savedFilters.save({ name: 'Other', ...draft })
    for (const taken of [
      { name: 'MINE', ...draft },
      { id: other.id, name: 'mine', ...draft },
    ]) {
      await expect(client.savedFilters.save(taken)).rejects.toMatchObject({
        code: 'bad-input',
        tell: expect.stringContaining('has this name already'),
      })
    }
    expect((await client.savedFilters.save({ id: other.id, name: 'OTHER', ...draft })).name).toBe('OTHER')
  })
})

describe('the list put together', () => {
  it('has a line for each place, kind or lane, and each line narrows the filter to exactly its rows', async () => {
    for (const n of [11, 12]) bench.two.right.put({ ...shiftOf(bench.two.right, `rota-${n}`), label: 'Elsewhere' })
    bench.two.right.remove('rota-21')
    await bench.two.sync()
    for (const by of ['facility', 'kind', 'resource'] as const) {
      for (const filter of [{}, { kinds: ['differs' as const] }]) {
        const groups = await client.discrepancies.groups({ filter, by })
        const { total } = await client.discrepancies.counts({ filter })
        expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(total)
        expect(groups.map(({ rows }) => rows)).toEqual(groups.map(({ rows }) => rows).toSorted((a, b) => b - a))
        for (const group of groups) {
          const rows = await bench.rows({ ...filter, ...group.narrow })
          expect(rows).toHaveLength(group.rows)
          expect(Object.values(group.byKind).reduce((sum, one) => sum + one, 0)).toBe(group.rows)
          if (by === 'resource') expect(rows.every(({ who }) => who === group.name)).toBe(true)
          const coming = rows.map(({ span }) => span.start).filter((start) => start >= bench.now())
          expect(group.nextStart).toBe(coming[0] ?? rows.at(-1)?.span.start)
        }
      }
    }
  })

  it('tells where a row stands in each order, and of one that the filter leaves out that it does not', async () => {
    for (const n of [11, 12, 13]) bench.two.right.put({ ...shiftOf(bench.two.right, `rota-${n}`), label: 'Elsewhere' })
    bench.two.right.remove('rota-21')
    await bench.two.sync()
    for (const order of ['time', 'first-seen', 'risk'] as const) {
      const { rows, risks } = await client.discrepancies.list({ filter: {}, order, offset: 0, limit: 500 })
      expect(risks.map(({ score }) => score)).toEqual(risks.map(({ score }) => score).toSorted((a, b) => b - a))
      expect(risks).toHaveLength(order === 'risk' ? rows.length : 0)
      for (const [index, { pairingId, fingerprint, kind }] of rows.entries()) {
        const at = { order, pairingId, fingerprint }
        expect(await client.discrepancies.position({ filter: {}, ...at })).toEqual({ index, total: rows.length })
        const { index: among } = await client.discrepancies.position({ filter: { kinds: ['only-left'] }, ...at })
        expect(among).toBe(kind === 'only-left' ? 0 : null)
      }
    }
  })
})
