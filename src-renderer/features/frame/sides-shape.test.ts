import { expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { fakePairings } from '../../testing/fake-states.ts'
import { sidesInView } from './sides-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const [fine] = fakePairings(now, 'usual', 0)
const [failing] = fakePairings(now, 'failing', 0)

it('tells each system of several pairings once, as it stands worst', () => {
  if (!fine || !failing) throw new Error('no pairings')
  const worst = sidesInView([fine, failing], now)
  expect(worst.map(({ system }) => system)).toEqual([fine.left.system, fine.right.system])
  expect(worst).toEqual(sidesInView([failing, fine], now))
  expect(worst.some(({ lastFailure }) => lastFailure !== null)).toBe(true)
})

it('tells the one that was read longest ago where none stands worse', () => {
  if (!fine) throw new Error('no pairing')
  const older = { ...fine, left: { ...fine.left, sealedAt: Instant.parse('2026-11-21T01:00:00.000Z') } }
  expect(sidesInView([fine, older], now)[0]?.sealedAt).toBe(older.left.sealedAt)
})
