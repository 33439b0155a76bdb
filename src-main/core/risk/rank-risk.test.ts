import { describe, expect, it } from 'vitest'
import { DiscrepancyKind } from '#contract/discrepancies'
import { fromMs, Instant, toMs } from '#contract/time'
import { type RiskInput, rankRisk } from './rank-risk.ts'

const now = Instant.parse('2026-11-21T18:00:00.000Z')
const hour = 3_600_000

/** An eight-hour shift that starts so many hours from now. */
const startingIn = (hours: number): RiskInput['span'] => ({
  start: fromMs(toMs(now) + hours * hour),
  end: fromMs(toMs(now) + (hours + 8) * hour),
})

const risk = (change: Partial<RiskInput> = {}): RiskInput => ({
  kind: 'differs',
  groups: ['times'],
  span: startingIn(24),
  booked: true,
  foundBefore: 0,
  workerBefore: 0,
  ...change,
})

const scoreOf = (input: RiskInput): number => rankRisk(input, now).score

describe('the order of alerts', () => {
  it('puts tonight before next week, who is booked before an open shift, and what is over last', () => {
    const wanted: [string, RiskInput][] = [
      ['double booking that goes on now', risk({ kind: 'overlap', span: startingIn(-2) })],
      ['double booking tonight', risk({ kind: 'overlap', span: startingIn(4) })],
      ['missing tonight, found twice before', risk({ kind: 'only-left', span: startingIn(4), foundBefore: 2 })],
      ['missing tonight', risk({ kind: 'only-left', span: startingIn(4) })],
      ['other time tonight', risk({ span: startingIn(4) })],
      ['double booking in a week', risk({ kind: 'overlap', span: startingIn(168) })],
      ['missing tonight, nobody booked', risk({ kind: 'only-right', span: startingIn(4), booked: false })],
      ['missing in a week', risk({ kind: 'only-left', span: startingIn(168) })],
      ['another label tonight, nobody booked', risk({ groups: ['details'], span: startingIn(4), booked: false })],
      ['double booking that is over', risk({ kind: 'overlap', span: startingIn(-30) })],
      ['missing yesterday', risk({ kind: 'only-left', span: startingIn(-30) })],
      ['unverified yesterday', risk({ kind: 'unverified', span: startingIn(-30) })],
    ]
    const order = wanted.map(([name, input]) => ({ name, score: scoreOf(input) })).sort((a, b) => b.score - a.score)
    expect(order.map(({ name }) => name)).toEqual(wanted.map(([name]) => name))
  })

  it('never falls when one factor rises', () => {
    const hours = [-100, -9, -8, -1, 0, 0.2, 1, 11, 24, 48, 168, 650]
    const found = [0, 1, 4, 5, 9]
    const inputs = DiscrepancyKind.options.flatMap((kind) =>
      ([[], ['details'], ['times'], ['assignment', 'times']] as const).flatMap((groups) =>
        hours.flatMap((startsIn) =>
          [true, false].flatMap((booked) =>
            found.flatMap((foundBefore) =>
              found.map((workerBefore) => ({ kind, groups, startsIn, booked, foundBefore, workerBefore })),
            ),
          ),
        ),
      ),
    )
    const fallen: unknown[] = []
    for (const { startsIn, ...rest } of inputs) {
      const input = { ...rest, span: startingIn(startsIn) }
      const raised: RiskInput[] = [
        { ...input, kind: 'overlap' },
        { ...input, groups: ['assignment'] },
        { ...input, booked: true },
        { ...input, foundBefore: input.foundBefore + 1 },
        { ...input, workerBefore: input.workerBefore + 1 },
        ...(startsIn > 0 ? [startsIn / 2, 0, -1].map((sooner) => ({ ...input, span: startingIn(sooner) })) : []),
      ]
      const before = scoreOf(input)
      fallen.push(...raised.filter((one) => scoreOf(one) < before).map((one) => ({ input, one })))
    }
    expect(inputs.length).toBe(19_200)
    expect(fallen).toEqual([])
  })
})

it('shows the parts of which the score is the product, each as a sentence', () => {
  const { score, parts } = rankRisk(
    risk({ kind: 'overlap', span: startingIn(6), foundBefore: 2, workerBefore: 7 }),
    now,
  )
  expect(parts).toEqual([
    { name: 'kind', factor: 10, tell: 'One person is booked twice at the same time.' },
    { name: 'start', factor: 6.6, tell: 'It starts in 6 hours.' },
    { name: 'person', factor: 2, tell: 'Somebody is booked for it.' },
    {
      name: 'repeat',
      factor: 1.9,
      tell: 'It was found 2 times before and came back. The same worker had 5 or more other discrepancies before.',
    },
  ])
  expect(score).toBeCloseTo(10 * 6.6 * 2 * 1.9)
})

it('says in plain words what is new, open and over', () => {
  const tells = rankRisk(risk({ groups: ['details'], span: startingIn(-80), booked: false }), now).parts
  expect(tells.map(({ tell }) => tell)).toEqual([
    'Only details differ; person and times agree.',
    'It ended 3 days ago.',
    'Nobody is booked for it.',
    'It was not found before.',
  ])
  const once = rankRisk(risk({ foundBefore: 1, workerBefore: 1 }), now).parts.at(-1)
  expect(once?.tell).toBe('It was found once before and came back. The same worker had 1 other discrepancy before.')
})
