import { describe, expect, it } from 'vitest'
import type { Run } from '#contract/runs'
import { Instant, ZoneId } from '#contract/time'
import { endedShort, runStateWords } from '../../format/run-state.ts'
import { filteredRuns, foundLines, logText, outcomeWords, runTone, triggerWords } from './run-shape.ts'

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
    expect(outcomeWords(run)).toBe('12 discrepancies open, accepted ones included, 3 new, 0 closed')
  })

  it('is quiet where it went well', () => {
    expect((['done', 'incomplete', 'failed'] as const).map(runTone)).toEqual(['quiet', 'amber', 'crimson'])
  })
})

it('lists runs by how they ended and by the day they started in a zone', () => {
  const run = (state: Run['state'], startedAt: string) => ({ state, startedAt: Instant.parse(startedAt) }) as Run
  const runs = [
    run('running', '2026-11-21T23:30:00.000Z'),
    run('done', '2026-11-21T10:00:00.000Z'),
    run('failed', '2026-11-20T23:30:00.000Z'),
  ]
  const zone = ZoneId.parse('Europe/Warsaw')
  const listed = (state?: 'under-way' | 'done' | 'short', date?: string) =>
    filteredRuns(runs, { state, date, zone }).map((one) => one.state)
  expect([listed(), listed('under-way'), listed('done'), listed('short'), listed(undefined, '2026-11-21')]).toEqual([
    ['running', 'done', 'failed'],
    ['running'],
    ['done'],
    ['failed'],
    ['done', 'failed'],
  ])
})
