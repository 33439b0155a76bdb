import { describe, expect, it } from 'vitest'
import { Instant, LocalDate } from '#contract/time'
import { expectedDiscrepancies } from './ground-truth.ts'
import { makeWorld } from './world.ts'

const world = makeWorld({ seed: 7, day: LocalDate.parse('2026-11-21') })
const noon = Instant.parse('2026-11-21T12:00:00.000Z')

const keysOf = (story: string, facility: 'a' | 'b') =>
  world.planted.filter((one) => one.story.includes(story) && one.facility === facility).map(({ leftKey }) => leftKey)

describe('expectedDiscrepancies', () => {
  it('leaves out what lies before the judged window and keeps what crosses its edge', () => {
    const expected = expectedDiscrepancies(world, { now: noon })
    const keys = expected.map(({ leftKey }) => leftKey)
    for (const letter of ['a', 'b'] as const) {
      for (const key of keysOf('across the edge', letter)) expect(keys).toContain(key)
      for (const key of keysOf('before the window', letter)) expect(keys).not.toContain(key)
    }
    expect(expected).toHaveLength(world.planted.length - 2)
  })

  it("moves the window at each facility's own midnight", () => {
    // 02:00 in London is still the evening before in New York, so the clinic's window still holds its day before.
    const keys = expectedDiscrepancies(world, { now: Instant.parse('2026-11-21T02:00:00.000Z') }).map((t) => t.leftKey)
    expect(keys).toContain(keysOf('before the window', 'b')[0])
    expect(keys).not.toContain(keysOf('before the window', 'a')[0])
  })

  it('tells only what a compare can tell', () => {
    const [first] = expectedDiscrepancies(world, { now: noon })
    expect(Object.keys(first ?? {}).toSorted()).toEqual(
      ['facility', 'fields', 'kind', 'leftKey', 'matchedBy', 'reason', 'rightKeys', 'side'].toSorted(),
    )
  })
})
