import { describe, expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { fakeDecisions } from '../../testing/fake-decisions.ts'
import { fakeRow } from '../../testing/fake-rows.ts'
import { fakePairings } from '../../testing/fake-states.ts'
import { groupLine, groupTotalWords } from './group-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const pairings = fakePairings(now, 'usual', 100)
const groups = fakeDecisions({
  rows: Array.from({ length: 100 }, (_, index) => fakeRow(index, now)),
  now,
  tell: () => {},
}).groups

describe('a list put together', () => {
  it('names a facility, with its kinds in the order in which they hurt', () => {
    const [group] = groups({}, 'facility').filter(({ name }) => name.startsWith('Harbour'))
    const line = groupLine(group ?? fail(), pairings, now)
    expect(line).toMatchObject({ name: 'Harbour Lane Clinic', facility: '', rows: '50' })
    expect(line.kinds.map(({ kind }) => kind)).toEqual(['overlap', 'only-right', 'differs', 'duplicate'])
    expect(line.next).toMatch(/^Thu 19 Nov \d\d:15 EST$/)
  })

  it('names a kind by the systems, and a worker with the facility', () => {
    const kinds = groups({}, 'kind').map((group) => groupLine(group, pairings, now).name)
    expect(kinds).toContain('Missing in Alder')
    const lanes = groups({}, 'resource').map((group) => groupLine(group, pairings, now))
    expect(lanes.find(({ name }) => name === 'Nobody booked')?.facility).toMatch(/Home|Clinic/)
  })

  it('says how many rows all groups hold', () => {
    expect(groupTotalWords(groups({}, 'facility'), false)).toBe('100 discrepancies in 2 groups')
    expect(groupTotalWords(groups({ kinds: ['overlap'] }, 'facility'), true)).toBe(
      '12 discrepancies under these filters in 1 group',
    )
  })
})

const fail = (): never => {
  throw new Error('no group')
}
