import { describe, expect, it } from 'vitest'
import type { Run } from '#contract/runs'
import { Instant } from '#contract/time'
import { endedShort } from '../../format/run-state.ts'
import { foundLines, logText, outcomeWords, runStateWords, runTone, triggerWords } from './run-shape.ts'

const at = Instant.parse('2026-11-21T10:00:00.000Z')
const lines = [
  { seq: 1, at, level: 'info' as const, text: 'page 1, 20 records' },
  { seq: 2, at, level: 'warn' as const, text: 'Refused: /data/3' },
]

describe('a run', () => {
  it('is searched without regard to case, and whole where nothing is asked', () => {
    expect([foundLines(lines, ' refused ').map(({ seq }) => seq), foundLines(lines, '').length]).toEqual([[2], 2])
  })

  it('is copied line by line with instant and level', () => {
    expect(logText(lines).split('\n')[1]).toBe('2026-11-21T10:00:00.000Z WARN Refused: /data/3')
  })

  it('says who started it, and that it waits where its turn has not come', () => {
    expect([
      triggerWords('person'),
      triggerWords('schedule'),
      triggerWords('command'),
      runStateWords('queued'),
    ]).toEqual(['by hand', 'by its schedule', 'by a command in a terminal', 'Waiting'])
  })

  it('is offered again where it ended without having read everything', () => {
    const again = (['queued', 'running', 'done', 'incomplete', 'failed', 'cancelled', 'interrupted'] as const).filter(
      (state) => endedShort({ state }),
    )
    expect(again).toEqual(['incomplete', 'failed', 'cancelled', 'interrupted'])
  })

  it('says that it counts accepted ones, which no list does', () => {
    const run = { state: 'done', outcome: { open: 12, opened: 3, closed: 0 } } as Run
    expect(outcomeWords(run)).toBe('12 discrepancies open with the accepted ones, 3 new, 0 closed')
  })

  it('is quiet where it went well', () => {
    expect((['done', 'incomplete', 'failed'] as const).map(runTone)).toEqual(['quiet', 'amber', 'crimson'])
  })
})
