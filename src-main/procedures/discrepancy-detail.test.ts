import { afterEach, expect, it } from 'vitest'
import { RecordKey } from '#contract/ids'
import { fromMs, type Instant, toMs, ZoneId } from '#contract/time'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import { momentWords } from '../core/blame/moment-words.ts'

let systems: TwoSystems
afterEach(() => systems.close())

const hour = 3_600_000
const london = ZoneId.parse('Europe/London')
const laterBy = (text: string, ms: number): Instant => fromMs(Date.parse(text) + ms)
const on = (at: Instant | null | undefined): string => (at ? momentWords(at, london) : 'at no known moment')

/** Two shifts of one worker that share four hours, in both systems. */
function bookTwice(): void {
  for (const [sandbox, id] of [
    [systems.left, 'maple'],
    [systems.right, 'rota'],
  ] as const) {
    const { worker, start } = shiftOf(sandbox, `${id}-20`)
    sandbox.put({ ...shiftOf(sandbox, `${id}-21`), worker, start: laterBy(start, 4 * hour) })
  }
}

/** The rows of the list, and the only one of them in full. */
async function inView() {
  const { rows } = await systems.test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 10 })
  const [row] = rows
  if (!row || rows.length > 1) throw new Error(`${rows.length} rows where one was expected`)
  const { pairingId, fingerprint } = row
  return { row, detail: await systems.test.client.discrepancies.detail({ pairingId, fingerprint }) }
}

it('says who moved a field and since when, whom the pairing trusts for it, and nothing of fields that agree', async () => {
  systems = await startTwoSystems()
  await systems.sync()
  const shift = shiftOf(systems.right, 'rota-20')
  systems.right.put({ ...shift, end: laterBy(shift.end, hour / 4), label: 'Night ward' })
  await systems.sync()
  const { row, detail } = await inView()
  const moved = on(row.differences[0]?.rightMovedAt)
  expect(row.blame).toBe(`Northgate changed the end and the label on ${moved}; Maple is unchanged.`)
  expect(detail.fields.map(({ field, group, trusted, blame }) => [field, group, trusted, blame])).toEqual([
    ['start', 'times', 'left', ''],
    ['end', 'times', 'left', `Northgate moved the end on ${moved}; Maple is unchanged.`],
    ['worker', 'assignment', 'right', ''],
    ['workerName', 'assignment', 'right', ''],
    ['label', 'details', 'left', `Northgate changed the label on ${moved}; Maple is unchanged.`],
    ['requirements', 'details', 'left', ''],
  ])
  expect(detail.certainty).toBe(
    'Both systems were read; they differ in 2 fields. Times of changes are those of the first read that showed them.',
  )
})

it('shows a name that stands for too many bookings at once with its first ones, and what to do about it', async () => {
  systems = await startTwoSystems()
  for (const [sandbox, id] of [
    [systems.left, 'maple'],
    [systems.right, 'rota'],
  ] as const) {
    const { worker, start, end } = shiftOf(sandbox, `${id}-20`)
    for (let n = 3; n < 28; n += 1) sandbox.put({ ...shiftOf(sandbox, `${id}-${n}`), worker, start, end })
  }
  await systems.sync()
  const { row, detail } = await inView()
  expect(row).toMatchObject({ kind: 'overlap', label: '25 bookings at once', who: 'Quilla Invented-6' })
  expect(row.members).toHaveLength(21)
  expect(row.blame).toContain('Quilla Invented-6 is booked at least 21 times at once from ')
  expect(detail).toMatchObject({ fields: [], links: [], match: null, open: true })
  expect(detail.certainty).toContain('25 bookings at once, of which the first 21 are shown.')
})

it('says who deleted a record that both held', async () => {
  systems = await startTwoSystems()
  await systems.sync()
  systems.right.remove('rota-20')
  await systems.sync()
  const { row } = await inView()
  expect(row.blame).toBe(`Northgate deleted it on ${on(row.origin?.at)}; Maple still has it.`)
})

it('tells a time that is off by the last change of the clocks, which both never agreed on', async () => {
  systems = await startTwoSystems()
  const shift = shiftOf(systems.right, 'rota-20')
  systems.right.put({ ...shift, start: laterBy(shift.start, hour) })
  await systems.sync()
  const { row, detail } = await inView()
  expect(row.blame).toBe('Maple and Northgate never agreed on the start, as far as Plumbline has read them.')
  const hints = detail.fields.filter((one) => one.hint !== '')
  expect(hints.map((one) => one.field)).toEqual(['start'])
  expect(hints[0]?.hint).toMatch(
    /^Exactly 1 hour apart; clocks in Europe\/London changed on \d+ (March|October)( \d{4})?\.$/,
  )
})

it('shows a double booking with the records of both shifts, and compares nothing between them', async () => {
  systems = await startTwoSystems()
  bookTwice()
  await systems.sync()
  const { row, detail } = await inView()
  expect(row.kind).toBe('overlap')
  expect((toMs(row.span.end) - toMs(row.span.start)) / hour).toBe(4)
  expect(row.blame).toMatch(/^Quilla Invented-6 is booked twice from .+: Shift 20 and Shift 21\.$/)
  expect(detail.left.map((one) => one.key)).toEqual(['maple-20', 'maple-21'])
  expect(detail.right.map((one) => one.key)).toEqual(['rota-20', 'rota-21'])
  expect(detail.fields).toEqual([])
  expect(detail.certainty).toBe('Both bookings were read, and they take the same time of the same worker.')
})

it('marks the booking of a double booking whose pair is a guess, until a person says that it is right', async () => {
  systems = await startTwoSystems()
  bookTwice()
  systems.left.put({ ...shiftOf(systems.left, 'maple-21'), otherId: null })
  systems.right.put({ ...shiftOf(systems.right, 'rota-21'), otherId: null })
  await systems.sync()
  const how = async () => (await inView()).row.members.map(({ leftKey, matchedBy }) => [leftKey, matchedBy])
  expect(await how()).toEqual([
    ['maple-20', 'reference'],
    ['maple-21', 'rule'],
  ])
  expect((await inView()).detail.certainty).toContain('is in part a guess')
  const { client } = systems.test
  const [leftKey, rightKey] = [RecordKey.parse('maple-21'), RecordKey.parse('rota-21')]
  await client.matches.decide({ pairingId: systems.pairingId, leftKey, rightKey, decision: 'pin', reason: 'Same ward' })
  expect(await how()).toEqual([
    ['maple-20', 'reference'],
    ['maple-21', 'person'],
  ])
})

it('shows what closed because its record was matched with the pair that it belongs to now', async () => {
  systems = await startTwoSystems()
  const shift = shiftOf(systems.left, 'maple-20')
  systems.left.remove('maple-20')
  systems.right.put({ ...shiftOf(systems.right, 'rota-20'), otherId: null })
  await systems.sync()
  const { row, detail: before } = await inView()
  expect([row.kind, before.left.length, before.right.map(({ key }) => key)]).toEqual(['only-right', 0, ['rota-20']])
  systems.left.put({ ...shift, ownId: 'maple-new', otherId: null })
  await systems.sync()
  const { pairingId, fingerprint } = row
  const closed = await systems.test.client.discrepancies.detail({ pairingId, fingerprint })
  expect([closed.open, closed.closed]).toEqual([false, 'resolved'])
  expect(closed.left.map(({ key }) => key)).toEqual(['maple-new'])
  expect(closed.right.map(({ key }) => key)).toEqual(['rota-20'])
  expect(closed.match).toMatchObject({ how: 'rule', leftKey: 'maple-new', rightKey: 'rota-20' })
  expect(closed.fields.some(({ differs }) => differs)).toBe(false)
})
