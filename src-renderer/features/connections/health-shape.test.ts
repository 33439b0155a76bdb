import { expect, it } from 'vitest'
import { Instant, ZoneId } from '#contract/time'
import { fakeBudgets, fakeConnections } from '../../testing/fake-connections.ts'
import { fakePairings } from '../../testing/fake-states.ts'
import { connectionHealth } from './health-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const zone = ZoneId.parse('UTC')
const healthOf = (how: 'usual' | 'never' | 'failing', pairings = fakePairings(now, how, 0)) =>
  connectionHealth({
    connections: fakeConnections(now),
    pairings,
    budgets: fakeBudgets(now, how === 'failing'),
    systems: [],
    zone,
    now,
  })

it('puts what fails first, with the reason and the facility it was told for', () => {
  const [worst, other] = healthOf('failing')
  expect(worst).toMatchObject({ connection: { name: 'Northgate rota' }, tone: 'crimson', glyph: 'warning' })
  expect(worst?.words).toMatch(/^Failed 09:48/)
  expect(worst?.why).toContain(': ')
  expect(other?.tone).not.toBe('crimson')
})

it('says when it was read, by whom it is used and what it was asked', () => {
  expect(healthOf('usual')[0]).toMatchObject({
    connection: { name: 'Alder' },
    words: 'Read 4 min ago',
    usedBy: ['Northgate Care Home', 'Harbour Lane Clinic'],
    budget: '1,204 of 50,000 requests today',
  })
})

it('tells apart what was never read from what nobody reads', () => {
  expect(healthOf('never').map(({ words }) => words)).toEqual(['Never read', 'Never read'])
  expect(healthOf('usual', []).map(({ words }) => words)).toEqual([
    'No pairing reads it yet',
    'No pairing reads it yet',
  ])
})
