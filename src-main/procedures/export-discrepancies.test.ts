import { afterEach, beforeEach, expect, it } from 'vitest'
import { fromMs } from '#contract/time'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'

const hour = 3_600_000
let two: TwoSystems

beforeEach(async () => {
  two = await startTwoSystems({ count: 4, pageSize: 1000 })
})
afterEach(() => two.close())

/** `count` shifts that differ in their label, an hour apart and again from the start after 20 days. */
function plant(count: number, labelOf: (n: number) => string): void {
  const now = Math.floor(Date.now() / hour) * hour
  for (let n = 0; n < count; n++) {
    const start = now + (n % 480) * hour
    const common = {
      start: fromMs(start),
      end: fromMs(start + hour / 2),
      requirements: 'RN',
      worker: { id: `w-many-${n}`, firstName: 'Quilla', lastName: `Invented-${n}` },
      version: '1',
    }
    two.left.put({ ...common, ownId: `m-${n}`, otherId: `r-${n}`, facility: 'house-1', label: labelOf(n) })
    two.right.put({ ...common, ownId: `r-${n}`, otherId: `m-${n}`, facility: 'H1', label: 'Day' })
  }
}

async function exported(format: 'csv' | 'json', between: () => Promise<unknown> = async () => {}): Promise<string> {
  const parts: string[] = []
  const ask = { filter: {}, order: 'time', format, withNames: false } as const
  for await (const part of await two.test.client.discrepancies.export(ask)) {
    parts.push(part)
    if (parts.length === 2) await between()
  }
  return parts.join('')
}

it('exports 10,000 rows once each, in order, though a sync resolves some of them meanwhile', async () => {
  plant(10_000, () => 'Night')
  expect((await two.sync()).outcome?.open).toBe(10_000)
  const text = await exported('json', async () => {
    for (let n = 0; n < 10_000; n += 100) two.left.put({ ...shiftOf(two.left, `m-${n}`), label: 'Day' })
    await two.sync()
  })
  const { header, rows } = JSON.parse(text) as {
    header: { rows: number }
    rows: { leftKey: string; span: { start: string } }[]
  }
  expect(header.rows).toBe(10_000)
  expect(new Set(rows.map((row) => row.leftKey)).size).toBe(10_000)
  expect(rows).toHaveLength(10_000)
  const starts = rows.map((row) => row.span.start)
  expect(starts).toEqual([...starts].sort())
  expect(text).not.toContain('Quilla')
}, 120_000)

it('says in its header when and how completely both sides were read, and gives times on both clocks', async () => {
  plant(2, (n) => `Night ${n}`)
  await two.sync()
  const { header, rows } = JSON.parse(await exported('json')) as Record<string, unknown>
  const side = { completeness: 'complete', failure: null, readAt: { utc: expect.any(String) } }
  expect(header).toMatchObject({
    rows: 2,
    names: false,
    order: 'time',
    pairings: [{ facility: 'Invented House', zone: 'Europe/London', left: { system: 'Maple', ...side }, right: side }],
  })
  expect(rows).toMatchObject([{ localSpan: { start: expect.stringMatching(/ [+]0[01]:00$/) } }, {}])
  const lines = (await exported('csv')).split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFFPlumbline export,/)
  expect(lines.find((line) => line.startsWith('Window,'))).toMatch(/ [+]0\d:00 \(.*Z\) to /)
  expect(lines.filter((line) => line.startsWith('Start,'))).toHaveLength(1)
})

it('tells of every pair whether ids tie it or it is a guess', async () => {
  plant(2, (n) => `Night ${n}`)
  for (const [sandbox, id] of [
    [two.left, 'm-1'],
    [two.right, 'r-1'],
  ] as const) {
    sandbox.put({ ...shiftOf(sandbox, id), otherId: null })
  }
  await two.sync()
  const { rows } = JSON.parse(await exported('json')) as { rows: { matchedBy: string }[] }
  expect(rows.map((row) => row.matchedBy)).toEqual(['reference', 'rule'])
  const lines = (await exported('csv'))
    .trim()
    .split('\r\n')
    .map((line) => line.split(','))
  const names = lines.find(([first]) => first === 'Start') ?? []
  expect(lines.slice(-2).map((cells) => cells[names.indexOf('Matched by')])).toEqual(['ids', 'rule (a guess)'])
})

it('opens in a spreadsheet as it was sent: accents, quotes, line breaks, one mark at the beginning of the whole file', async () => {
  const labels = ['Pflege früh', 'Nacht\nłóżko 3', 'Tag, "Süd"']
  plant(600, (n) => labels[n] ?? 'Night')
  await two.sync()
  const text = await exported('csv')
  expect([...text.matchAll(/\uFEFF/g)].map(({ index }) => index)).toEqual([0])
  expect(text).toContain(',Pflege früh,')
  expect(text).toContain(',"Nacht\nłóżko 3",')
  expect(text).toContain(',"Tag, ""Süd""",')
})

it('makes no formula of what a vendor sent', async () => {
  const formulas = ['=HYPERLINK("http://x.example")', '+1+1', '-1+1', '@SUM(1)']
  plant(formulas.length, (n) => formulas[n] ?? '')
  await two.sync()
  const text = await exported('csv')
  expect(text).toContain(`"'=HYPERLINK(""http://x.example"")"`)
  for (const start of ['+1+1', '-1+1', '@SUM(1)']) expect(text).toContain(`,'${start},`)
  expect(text).not.toMatch(/(^|,)"?[=+@-]/m)
})
