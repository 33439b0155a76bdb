import { beforeEach, describe, expect, it } from 'vitest'
import { fromMs, Instant, toMs } from '#contract/time'
import { systemClock } from './clock.ts'
import { makeUnlockPace, type UnlockPace } from './unlock-pace.ts'

const start = toMs(Instant.parse('2026-03-29T00:59:00.000Z'))

/** Milliseconds since the start; the wall clock may be set apart from it. */
let passed: number
let wallMs: number
let pace: UnlockPace
beforeEach(() => {
  ;[passed, wallMs] = [0, start]
  pace = makeUnlockPace({ ...systemClock, now: () => fromMs(wallMs), monotonicMs: () => passed })
})

const pass = (ms: number): void => {
  passed += ms
  wallMs += ms
}
const waitMs = (): number => {
  const at = pace.retryAt()
  return at === null ? 0 : toMs(at) - wallMs
}

describe('passphrases', () => {
  it('are taken at once five times, then ever more slowly, a quarter of an hour at most', () => {
    const waits: number[] = []
    for (let attempt = 1; attempt <= 12; attempt++) {
      expect(pace.retryAt()).toBeNull()
      pace.wrong()
      waits.push(waitMs() / 1000)
      pass(waitMs())
    }
    expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900])
  })

  it('wait no less when the clock of the computer is set', () => {
    for (let attempt = 0; attempt < 5; attempt++) pace.wrong()
    wallMs += 86_400_000
    expect(waitMs()).toBe(30_000)
    pass(29_999)
    expect(waitMs()).toBe(1)
    pass(1)
    expect(pace.retryAt()).toBeNull()
  })

  it('are taken at once again after a right one', () => {
    for (let attempt = 0; attempt < 7; attempt++) pace.wrong()
    pace.right()
    expect(pace.retryAt()).toBeNull()
    for (let attempt = 0; attempt < 4; attempt++) pace.wrong()
    expect(pace.retryAt()).toBeNull()
  })
})
