import { expect, it } from 'vitest'
import type { SideProgress } from '#contract/runs'
import { leftWords, paceWords, rateWords, runPaceWords } from './rate-words.ts'

const side: SideProgress = {
  side: 'left',
  system: 'Alder',
  phase: 'reading',
  pages: 3,
  records: 60,
  refused: 0,
  total: null,
  perSecond: 1240,
  msLeft: 19_200,
  tell: '',
}

it('says rate and time left as far as they are known', () => {
  expect([
    paceWords(side),
    paceWords({ ...side, msLeft: null }),
    paceWords({ ...side, perSecond: null, msLeft: null }),
    paceWords({ ...side, phase: 'sealed' }),
  ]).toEqual(['1,240 a second, about 20 s left', '1,240 a second', '', ''])
})

it('rounds time left to what can be known, and a slow rate to the minute', () => {
  expect([leftWords(900), leftWords(51_000), leftWords(170_000), leftWords(7_000_000), rateWords(0.2)]).toEqual([
    'a few seconds left',
    'about 55 s left',
    'about 3 min left',
    'about 2 h left',
    '12 a minute',
  ])
})

it('tells of a run the pace of the side that takes longest', () => {
  const right: SideProgress = { ...side, side: 'right', perSecond: 40, msLeft: 61_000 }
  expect(runPaceWords({ left: side, right })).toBe('40 a second, about 2 min left')
  expect(runPaceWords({ left: { ...side, phase: 'sealed' }, right: { ...right, phase: 'waiting' } })).toBe('')
})
