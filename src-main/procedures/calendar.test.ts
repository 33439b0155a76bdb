import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { absentHere, type CalendarSpan } from '#contract/calendar'
import { PairingId } from '#contract/ids'
import { addDays, fromMs, type Instant, type Span, toMs, wallClock, ZoneId } from '#contract/time'
import { seenAs } from '../../e2e/world/accepted-differences.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'

const hour = 3_600_000
const day = 24 * hour

let systems: TwoSystems
beforeEach(async () => {
  systems = await startTwoSystems()
})
afterEach(() => systems.close())

const laterBy = (text: string, ms: number) => fromMs(Date.parse(text) + ms)

/** From the start of one shift, as long. */
function spanFrom(ownId: string, ms: number): Span {
  const start = laterBy(shiftOf(systems.left, ownId).start, 0)
  return { start, end: laterBy(start, ms) }
}

const spanOf = (span: Span) => systems.test.client.calendar.span({ pairingId: systems.pairingId, span })

/** The things of a calendar as a person reads them: label, left and right lane with hours from the span's start. */
function things({ things: columns, labels, lanes, discrepancies }: CalendarSpan): string[] {
  const side = (lane: number | undefined, start = 0, end = 0): string =>
    lane === undefined || lane === absentHere ? '-' : `${lanes[lane]?.resource} ${start / 3600}-${end / 3600}`
  return columns.label.map((label, n) => {
    const left = side(columns.leftLane[n], columns.leftStart[n], columns.leftEnd[n])
    const right = side(columns.rightLane[n], columns.rightStart[n], columns.rightEnd[n])
    const mark = discrepancies[columns.mark[n] ?? absentHere]?.row.kind ?? ''
    return `${labels[label]}: ${left} | ${right} ${mark}`.trim()
  })
}

describe('a calendar', () => {
  it('is empty, and says so, before anything was compared', async () => {
    const span = spanFrom('maple-20', day)
    expect(await spanOf(span)).toMatchObject({
      compareId: null,
      comparedAt: null,
      window: null,
      lanes: [],
      zone: 'Europe/London',
    })
  })

  it('shows what both systems hold in a span as the compare paired it, and what it found', async () => {
    systems.right.put({ ...shiftOf(systems.right, 'rota-21'), worker: shiftOf(systems.right, 'rota-22').worker })
    systems.right.remove('rota-22')
    await systems.sync()
    const shown = await spanOf(spanFrom('maple-20', 1.5 * day))
    expect(things(shown)).toEqual([
      'Shift 20: w-6 0-8 | w-6 0-8',
      'Shift 21: w-0 12-20 | w-1 12-20 differs',
      'Shift 22: w-1 24-32 | - only-left',
    ])
    expect(shown.lanes.map(({ resource, name, group }) => [resource, name, group])).toEqual([
      ['w-6', 'Quilla Invented-6', 'Shift 20'],
      ['w-0', 'Quilla Invented-0', 'Shift 21'],
      ['w-1', 'Quilla Invented-1', 'Shift 21'],
    ])
    expect(shown.discrepancies.map(({ row, lanes }) => [row.kind, row.resource, lanes])).toEqual([
      ['differs', 'w-0', [1, 2]],
      ['only-left', 'w-1', [2]],
    ])
  })

  it('shows the other half of a pair that stands outside of the span, with what is found about it', async () => {
    const { start, end } = shiftOf(systems.right, 'rota-20')
    systems.right.put({
      ...shiftOf(systems.right, 'rota-20'),
      start: laterBy(start, 72 * hour),
      end: laterBy(end, 72 * hour),
    })
    await systems.sync()
    expect(things(await spanOf(spanFrom('maple-20', 8 * hour)))).toEqual(['Shift 20: w-6 0-8 | w-6 72-80 differs'])
    const there = await spanOf(spanFrom('maple-26', 8 * hour))
    expect(things(there).toSorted()).toEqual(['Shift 20: w-6 -72--64 | w-6 0-8 differs', 'Shift 26: w-5 0-8 | w-5 0-8'])
    expect(there.discrepancies[0]?.row.leftKey).toBe('maple-20')
  })

  it('shows a double booking in the lane of whom it is about, beside things that agree', async () => {
    for (const [side, id] of [
      ['left', 'maple'],
      ['right', 'rota'],
    ] as const) {
      const { worker, start } = shiftOf(systems[side], `${id}-20`)
      systems[side].put({ ...shiftOf(systems[side], `${id}-21`), worker, start: laterBy(start, 4 * hour) })
    }
    await systems.sync()
    const shown = await spanOf(spanFrom('maple-20', day))
    expect(things(shown)).toEqual(['Shift 20: w-6 0-8 | w-6 0-8', 'Shift 21: w-6 4-20 | w-6 4-20'])
    expect(shown.discrepancies.map(({ row, lanes }) => [row.kind, row.resource, lanes])).toEqual([
      ['overlap', 'w-6', [0]],
    ])
  })

  it('keeps a record that could not be read in its pair’s lane', async () => {
    systems.right.setFault('malformed-worker')
    await systems.sync()
    const shown = await spanOf(spanFrom('maple-0', 20 * day))
    const refused = shown.discrepancies.find(({ row }) => row.reason === 'refused-record')
    expect(refused?.lanes).toHaveLength(1)
    expect(shown.lanes.map(({ resource }) => resource)).not.toContain(null)
  })

  it('counts a month per lane and local day as its span shows it', async () => {
    systems.right.remove('rota-22')
    await systems.sync()
    const { zone } = await spanOf(spanFrom('maple-20', hour))
    const from = wallClock(laterBy(shiftOf(systems.left, 'maple-0').start, 0), zone).date
    const density = await systems.test.client.calendar.density({ pairingId: systems.pairingId, from, days: 30 })
    expect(density.days).toHaveLength(30)
    expect(density.days.at(-1)).toBe(addDays(from, 29))
    const read = density.cells.reduce((sum, cell) => sum + cell.things, 0)
    // The window reaches seven days back and a day more.
    const shown = await spanOf(spanFrom('maple-0', 30 * day))
    expect(read).toBe(shown.things.label.length)
    expect(density.cells.filter(({ open }) => open > 0)).toEqual([
      expect.objectContaining({ open: 1, kinds: [{ kind: 'only-left', timeMoved: false, open: 1 }] }),
    ])
    expect(density.kinds).toEqual([{ kind: 'only-left', timeMoved: false, open: 1 }])
  })

  it('counts no day as open for what was accepted, but at a moment of time travel, which shows what was found', async () => {
    systems.right.remove('rota-22')
    await systems.sync()
    const { client } = systems.test
    const { rows } = await client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 5 })
    const of = { by: 'fingerprint' as const, rows: rows.map((row) => ({ ...seenAs(row), pairingId: row.pairingId })) }
    const openDays = async (asOf?: Instant) => {
      const from = wallClock(laterBy(shiftOf(systems.left, 'maple-0').start, 0), ZoneId.parse('Europe/London')).date
      const { cells } = await client.calendar.density({
        ...{ pairingId: systems.pairingId, from, days: 30 },
        ...(asOf === undefined ? {} : { asOf }),
      })
      return cells.filter(({ open, kinds }) => open > 0 || kinds.length > 0).length
    }
    expect(await openDays()).toBe(1)
    await client.discrepancies.accept({ of, reason: 'Agreed by phone', until: null })
    expect(await openDays()).toBe(0)
    expect(await openDays((await systems.state()).compared?.at)).toBe(1)
  })

  it('refuses a span without length or longer than 62 days, and a pairing that is gone', async () => {
    const { start } = spanFrom('maple-20', hour)
    for (const end of [start, fromMs(toMs(start) + 62 * day + 1)]) {
      await expect(spanOf({ start, end })).rejects.toMatchObject({ code: 'bad-input' })
    }
    const gone = systems.test.client.calendar.span({
      pairingId: PairingId.parse('gone'),
      span: spanFrom('maple-20', day),
    })
    await expect(gone).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a thing of a calendar', () => {
  it('tells the stored records behind it, and none of another pairing or an unknown number', async () => {
    await systems.sync()
    const { things: columns } = await spanOf(spanFrom('maple-20', 8 * hour))
    const [left = 0, right = 0] = [columns.leftVersion[0], columns.rightVersion[0]]
    const of = systems.test.client.calendar
    const { pairingId } = systems
    const thing = await of.thing({ pairingId, left, right })
    expect(thing.left).toMatchObject({ key: 'maple-20', fields: { label: 'Shift 20' }, unread: false })
    expect(thing.right).toMatchObject({ key: 'rota-20' })
    expect(await of.thing({ pairingId, left: null, right })).toMatchObject({ left: null })
    // The number of a record of the other side is none of this one.
    for (const wrong of [right, 999_999]) {
      await expect(of.thing({ pairingId, left: wrong, right: null })).rejects.toMatchObject({ code: 'not-found' })
    }
  })
})

describe('a thing of a calendar at a moment of time travel', () => {
  it('is what was known then: when it was read last, and whether that read missed it', async () => {
    await systems.sync()
    const { client } = systems.test
    const { pairingId } = systems
    const { things: columns } = await spanOf(spanFrom('maple-20', 8 * hour))
    const right = columns.rightVersion[0] ?? absentHere
    const thingAt = async (asOf?: Instant) =>
      (await client.calendar.thing({ pairingId, left: null, right, ...(asOf === undefined ? {} : { asOf }) })).right
    const before = await thingAt()
    const then = (await systems.state()).compared?.at
    systems.right.setFault('http-500', { fromPage: 2 })
    await systems.sync()
    expect(await thingAt()).toEqual({ ...before, unread: true })
    systems.right.setFault(null)
    await systems.sync()
    expect((await thingAt())?.readAt).not.toBe(before?.readAt)
    expect(await thingAt(then)).toEqual(before)
    expect((before?.readAt ?? '') <= (then ?? '')).toBe(true)
    await expect(thingAt(laterBy(then ?? '', -day))).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('finding a place in the calendar', () => {
  it('offers the nearest of all whose ids begin so, however many there are', async () => {
    await systems.close()
    systems = await startTwoSystems({ count: 40 })
    const like = shiftOf(systems.left, 'maple-20')
    // The nearest has the greatest id.
    for (let n = 0; n < 300; n += 1) {
      const start = laterBy(like.start, (n === 299 ? 1 : 24 + (n % 200)) * hour)
      systems.left.put({ ...like, ownId: `many-${1000 + n}`, otherId: null, start, end: laterBy(start, hour) })
    }
    await systems.sync()
    const found = await systems.test.client.calendar.find({ text: 'many-' })
    expect(found).toHaveLength(20)
    expect(found[0]?.key).toBe('many-1299')
  })

  it('goes by the beginning of an id on both sides, nearest to now first, with what is open about it', async () => {
    systems.right.put({ ...shiftOf(systems.right, 'rota-22'), label: 'Night' })
    await systems.sync()
    const found = await systems.test.client.calendar.find({ text: 'maple-2' })
    expect(found.map(({ key }) => key)).toContain('maple-20')
    const starts = found.map(({ span }) => Math.abs(toMs(span.start) - Date.now()))
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
    const [row] = (await systems.test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 5 }))
      .rows
    expect(found.filter(({ fingerprint }) => fingerprint !== null)).toEqual([
      expect.objectContaining({
        key: 'maple-22',
        fingerprint: row?.fingerprint,
        who: 'Quilla Invented-1',
        system: 'Maple',
      }),
    ])
    expect((await systems.test.client.calendar.find({ text: 'rota-22' }))[0]).toMatchObject({
      side: 'right',
      system: 'Northgate',
    })
    expect(await systems.test.client.calendar.find({ text: 'apple' })).toEqual([])
  })

  it('finds an open discrepancy by what it says, however that is written', async () => {
    systems.right.remove('rota-22')
    await systems.sync()
    const found = await systems.test.client.calendar.find({ text: 'shift 22' })
    expect(found).toEqual([expect.objectContaining({ key: 'maple-22', label: 'Shift 22', side: 'left' })])
  })
})

describe('the compares that time travel reaches', () => {
  it('are listed newest first with when and how completely each side was read', async () => {
    await systems.sync()
    systems.right.remove('rota-22')
    systems.right.setFault('http-500', { fromPage: 2 })
    await systems.sync()
    const { compares } = systems.test.client
    const [second, first, ...others] = await compares.list({ pairingId: systems.pairingId, limit: 10 })
    expect(others).toEqual([])
    expect(first).toMatchObject({ leftComplete: true, rightComplete: true, open: 0, opened: 0, closed: 0 })
    expect(second).toMatchObject({ leftComplete: true, rightComplete: false })
    expect((second?.at ?? '') > (first?.at ?? '')).toBe(true)
    expect(await compares.list({ facilityId: systems.facilityId, limit: 1 })).toEqual([second])
    expect((await systems.state()).compared?.at).toBe(second?.at)
  })
})
