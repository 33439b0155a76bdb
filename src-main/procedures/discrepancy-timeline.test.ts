import { afterEach, expect, it } from 'vitest'
import type { TimelineEntry } from '#contract/discrepancies'
import { fromMs, Instant, toMs, ZoneId } from '#contract/time'
import { seenAs } from '../../e2e/world/accepted-differences.ts'
import { inProcessCacheBy } from '../../e2e/world/in-process-cache.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import { momentWords } from '../core/blame/moment-words.ts'
import { type Clock, systemClock } from '../platform/clock.ts'

let systems: TwoSystems
afterEach(() => systems.close())

const hour = 3_600_000
const begin = Instant.parse('2026-11-16T09:00:00.000Z')
const london = ZoneId.parse('Europe/London')

/** Two systems whose clocks stand at `begin`, an hour later with each sync. */
async function startHourly() {
  let nowMs = toMs(begin)
  const clock: Clock = { ...systemClock, now: () => fromMs(nowMs) }
  systems = await startTwoSystems({ now: nowMs, clock, startCache: inProcessCacheBy(clock) })
  return {
    at: (hours: number) => fromMs(toMs(begin) + hours * hour),
    sync: async () => {
      await systems.sync()
      nowMs += hour
    },
    wait: (ms: number) => {
      nowMs += ms
    },
  }
}

const told = (entries: readonly TimelineEntry[]) =>
  entries.map(({ at, about, tell }) => `${at.slice(11, 16)} ${about} ${tell}`)

it('tells what happened to a discrepancy and its records across syncs, and each moment it can be seen at', async () => {
  const { at, sync } = await startHourly()
  const { discrepancies } = systems.test.client
  await sync()
  const agreed = shiftOf(systems.right, 'rota-22')
  const later = fromMs(Date.parse(agreed.end) + hour)
  systems.right.put({ ...agreed, end: later })
  await sync()
  const [row] = (await discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 5 })).rows
  if (!row) throw new Error('nothing was found')
  const { pairingId, fingerprint } = row
  const rows = [{ ...seenAs(row), pairingId }]
  await discrepancies.accept({ of: { by: 'fingerprint', rows }, reason: 'Agreed by phone', until: null })
  await discrepancies.note({ pairingId, fingerprint, text: 'Ask again' })
  systems.right.remove('rota-22')
  await sync()
  await sync()
  systems.right.put(agreed)
  await sync()
  systems.right.put({ ...agreed, label: 'Night' })
  await sync()
  const detail = await discrepancies.detail({ pairingId, fingerprint })
  const [from, to] = [agreed.end, later].map((text) => momentWords(Instant.parse(text), london))
  expect(told(detail.timeline)).toEqual([
    '09:00 record Maple showed maple-22 for the first time.',
    '09:00 record Northgate showed rota-22 for the first time.',
    `10:00 record Northgate changed rota-22: end from ${from} to ${to}.`,
    '10:00 discrepancy Found: differs in end.',
    '11:00 record Northgate showed rota-22 no more.',
    '11:00 discrepancy Now: missing in Northgate.',
    '11:00 person Ada Invented accepted it: “Agreed by phone”.',
    '13:00 record Northgate showed rota-22 again.',
    '13:00 discrepancy Resolved: it was not found any more.',
    '14:00 record Northgate changed rota-22: shift from “Shift 22” to “Night”.',
    '14:00 discrepancy Found again: differs in shift.',
  ])
  expect(detail.timeline.map(({ asOf }) => asOf)).toEqual(
    [0, 0, 1, 1, 2, 2, null, 4, 4, 5, 5].map((hours) => (hours === null ? null : at(hours))),
  )
  expect(detail.seenIn).toEqual({ first: at(1), found: 4, compares: 5 })
  expect(detail.notes).toEqual([{ at: at(2), by: 'Ada Invented', text: 'Ask again' }])
})

it('tells of a moment in the past what was known then, and that nothing was found where nothing was', async () => {
  const { at, sync } = await startHourly()
  const { discrepancies } = systems.test.client
  await sync()
  systems.right.remove('rota-22')
  await sync()
  const [row] = (await discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 5 })).rows
  if (!row) throw new Error('nothing was found')
  const { pairingId, fingerprint } = row
  systems.left.remove('maple-22')
  await sync()
  const then = await discrepancies.detail({ pairingId, fingerprint, asOf: at(1) })
  expect(then).toMatchObject({
    open: true,
    closed: null,
    comparedAt: at(1),
    acceptance: null,
    row: { kind: 'only-left' },
  })
  expect([then.left.length, then.right.length]).toEqual([1, 0])
  expect(then.seenIn).toEqual({ first: at(1), found: 1, compares: 1 })
  expect(then.timeline.at(-1)?.at).toBe(at(1))
  const now = await discrepancies.detail({ pairingId, fingerprint })
  expect(now).toMatchObject({ open: false, closed: 'resolved', seenIn: { found: 1, compares: 2 } })
  const before = discrepancies.detail({ pairingId, fingerprint, asOf: at(0) })
  await expect(before).rejects.toMatchObject({ code: 'not-found' })
})

it('exports what a moment in the past showed, and says so', async () => {
  const { at, sync } = await startHourly()
  const { discrepancies } = systems.test.client
  await sync()
  systems.right.remove('rota-22')
  await sync()
  systems.left.remove('maple-22')
  await sync()
  const exported = async (asOf?: Instant) => {
    const filter = asOf === undefined ? {} : { asOf }
    const zone = ZoneId.parse('Europe/Warsaw')
    let text = ''
    for await (const part of await discrepancies.export({
      filter,
      order: 'time',
      format: 'json',
      withNames: false,
      zone,
    })) {
      text += part
    }
    return JSON.parse(text)
  }
  expect(await exported()).toMatchObject({ header: { snapshotOf: null, rows: 0 }, rows: [] })
  const moment = at(1.5)
  expect(await exported(moment)).toMatchObject({
    header: {
      snapshotOf: { utc: moment, local: '2026-11-16 11:30 +01:00' },
      pairings: [
        {
          zone: 'Europe/Warsaw',
          comparedAt: { utc: at(1) },
          right: { readAt: { utc: at(1) }, completeness: 'complete' },
        },
      ],
    },
    rows: [{ kind: 'only-left', leftKey: 'maple-22', zone: 'Europe/Warsaw' }],
  })
})

it('says of a record that belongs elsewhere the same at one moment, whatever becomes of it later', async () => {
  const { at, sync } = await startHourly()
  const { discrepancies } = systems.test.client
  await sync()
  const agreed = shiftOf(systems.right, 'rota-22')
  const past = async (hours: number) => {
    const { pairingId } = systems
    const [row] = (await discrepancies.list({ filter: { text: 'maple-22' }, order: 'time', offset: 0, limit: 5 })).rows
    const { fingerprint } = row ?? (await discrepancies.list(listAt(at(1)))).rows[0] ?? {}
    if (!fingerprint) throw new Error('nothing was found')
    const { timeline } = await discrepancies.detail({ pairingId, fingerprint, asOf: at(hours) })
    return told(timeline).filter((one) => one.includes('record') && one.includes('rota-22'))
  }
  const listAt = (asOf: Instant) =>
    ({ filter: { text: 'maple-22', asOf }, order: 'time', offset: 0, limit: 5 }) as const
  systems.right.put({ ...agreed, otherId: 'maple-99' })
  await sync()
  const first = '09:00 record Northgate showed rota-22 for the first time.'
  const elsewhere = '10:00 record rota-22 of Northgate belongs to another record since.'
  expect(await past(1)).toEqual([first, elsewhere])
  systems.right.remove('rota-22')
  await sync()
  expect(await past(1)).toEqual([first, elsewhere])
  systems.right.put(agreed)
  await sync()
  systems.right.put({ ...agreed, otherId: 'maple-99' })
  await sync()
  systems.right.put(agreed)
  await sync()
  expect(await past(5)).toEqual([
    first,
    elsewhere,
    '12:00 record Northgate showed rota-22 again.',
    '13:00 record rota-22 of Northgate belongs to another record since.',
    '14:00 record rota-22 of Northgate belongs here again.',
  ])
})

it('leads to no moment of which a purge took something away, and says why it cannot be shown', async () => {
  const { at, sync, wait } = await startHourly()
  const { discrepancies, retention } = systems.test.client
  await sync()
  systems.right.remove('rota-39')
  await sync()
  const [row] = (await discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 5 })).rows
  if (!row) throw new Error('nothing was found')
  const { pairingId, fingerprint } = row
  const about = { pairingId, fingerprint }
  wait(9 * 24 * hour)
  await sync()
  await retention.save({ days: 1 })
  await retention.purge({})
  expect((await retention.show({})).reachesBackTo).toBe(at(9 * 24 + 2))
  const { timeline } = await discrepancies.detail(about)
  expect(timeline.map(({ at: told, asOf }) => [told, asOf])).toEqual(timeline.map(({ at: told }) => [told, null]))
  expect(told(timeline)).toContain('10:00 discrepancy Found: missing in Northgate.')
  await expect(discrepancies.detail({ ...about, asOf: at(1) })).rejects.toMatchObject({
    code: 'not-found',
    tell: expect.stringContaining('No compare of that moment is stored'),
  })
})

it('groups what a moment in the past showed by what started next then', async () => {
  const { at, sync, wait } = await startHourly()
  const { discrepancies } = systems.test.client
  await sync()
  for (const n of [22, 30]) systems.right.remove(`rota-${n}`)
  await sync()
  wait(2 * 24 * hour)
  const [group] = await discrepancies.groups({ by: 'kind', filter: { asOf: at(1) } })
  expect(group).toMatchObject({ rows: 2, nextStart: shiftOf(systems.left, 'maple-22').start })
})
