import { describe, expect, it } from 'vitest'
import { defaultPreferences } from '#contract/desktop'
import { PairingId, RunId } from '#contract/ids'
import type { Run, SideProgress } from '#contract/runs'
import { Instant, LocalTime, ZoneId } from '#contract/time'
import { makeNotifier } from './notify.ts'
import { isQuiet } from './quiet-hours.ts'
import { makeEndedRuns, newsOf } from './sync-news.ts'
import { type TrayStatus, trayWords } from './tray-words.ts'

const side = (name: 'left' | 'right'): SideProgress => ({
  ...{ side: name, system: 'North Invented Roster', phase: 'sealed', pages: 1, records: 9, refused: 0 },
  ...{ total: null, perSecond: null, msLeft: null, tell: 'Ada Invented was read.' },
})
const run = (id: string, change: Partial<Run> = {}): Run => ({
  ...{
    id: RunId.parse(id),
    kind: 'sync',
    trigger: 'schedule',
    pairingId: PairingId.parse('pair-1'),
    state: 'done',
    phase: 'ended',
  },
  ...{ startedAt: Instant.parse('2026-01-05T08:00:00.000Z'), endedAt: Instant.parse('2026-01-05T08:01:00.000Z') },
  ...{ left: side('left'), right: side('right'), outcome: { open: 4, opened: 0, closed: 0 }, tell: 'Ada Invented.' },
  ...change,
})
const changed = (id: string, opened: number, closed: number, pairing = 'pair-1'): Run =>
  run(id, { outcome: { open: 9, opened, closed }, pairingId: PairingId.parse(pairing) })

describe('the news of ended syncs', () => {
  it.each([
    ['nothing ended', []],
    ['nothing changed', [run('a'), run('b')]],
    ['a person cancelled it', [run('a', { state: 'cancelled', outcome: null })]],
    ['it was interrupted by the program’s end', [run('a', { state: 'interrupted', outcome: null })]],
  ])('are none where %s', (_, runs) => expect(newsOf(runs)).toBeNull())

  it('sum up what several syncs found, and lead to all of it', () => {
    expect(newsOf([changed('a', 2, 1), changed('b', 1, 0, 'pair-2'), run('c', { state: 'incomplete' })])).toEqual({
      title: 'The schedules disagree',
      body: '3 new discrepancies, 1 no longer there, 1 sync did not read everything.',
      place: '#/discrepancies',
    })
  })

  it('lead to the rows of the one pairing that has new ones', () => {
    expect(newsOf([changed('a', 1, 0, 'pair 7/&?'), changed('b', 0, 2)])).toEqual({
      title: 'The schedules disagree',
      body: '1 new discrepancy, 2 no longer there.',
      place: '#/discrepancies?of=pair%207%2F%26%3F',
    })
  })

  it.each([
    [
      [run('a', { state: 'failed', outcome: null }), run('b', { state: 'incomplete' })],
      'A sync needs attention',
      '2 syncs did not read everything.',
      '#/runs',
    ],
    [[changed('a', 0, 3)], 'Some differences are gone', '3 no longer there.', '#/overview'],
  ])('%# say what is the matter', (runs, title, body, place) => expect(newsOf(runs)).toEqual({ title, body, place }))

  it('carry nothing of a person or a system', () => {
    const told = JSON.stringify(newsOf([changed('a', 2, 1), run('b', { state: 'failed' })]))
    expect(told).not.toMatch(/Ada|Invented|Roster|North/)
  })
})

describe('runs that ended since the last look', () => {
  const running = (id: string) => run(id, { endedAt: null, state: 'running' })

  it('are told once, together, as soon as none is under way', () => {
    const look = makeEndedRuns()
    expect(look([running('a'), running('b')])).toEqual([])
    expect(look([changed('a', 1, 0), running('b')])).toEqual([])
    expect(look([changed('a', 1, 0), changed('b', 1, 0)]).map(({ id }) => id)).toEqual(['a', 'b'])
    expect(look([changed('a', 1, 0), changed('b', 1, 0)])).toEqual([])
  })

  it('are not those that ended before anybody looked', () => {
    const look = makeEndedRuns()
    expect(look([changed('old', 5, 0)])).toEqual([])
    expect(look([changed('old', 5, 0), changed('new', 1, 0)]).map(({ id }) => id)).toEqual(['new'])
  })
})

describe('quiet hours', () => {
  const from = (start: string, end: string) => ({ from: LocalTime.parse(start), until: LocalTime.parse(end) })

  it.each([
    [null, '12:00', false],
    [from('22:00', '06:30'), '21:59', false],
    [from('22:00', '06:30'), '22:00', true],
    [from('22:00', '06:30'), '00:00', true],
    [from('22:00', '06:30'), '06:29', true],
    [from('22:00', '06:30'), '06:30', false],
    [from('12:00', '13:00'), '11:59', false],
    [from('12:00', '13:00'), '12:59', true],
    [from('12:00', '13:00'), '13:00', false],
    [from('09:00', '09:00'), '09:00', false],
  ])('%j hold at %s: %s', (quiet, time, expected) => expect(isQuiet(quiet, time)).toBe(expected))
})

describe('a notification', () => {
  function notifier({
    preferences = {},
    inView = false,
    supported = true,
    at = '2026-07-01T21:30:00.000Z',
    zone = 'Europe/Warsaw',
  } = {}) {
    const shown: { title?: string; body?: string; on: Map<string, () => void>; showed: boolean }[] = []
    const opened: string[] = []
    const tell = makeNotifier({
      preferences: () => ({ ...defaultPreferences, ...preferences }),
      inView: () => inView,
      open: (place) => opened.push(place),
      make(options) {
        if (!supported) return null
        const one = { ...options, on: new Map<string, () => void>(), showed: false }
        shown.push(one)
        return { on: (event, listener) => one.on.set(event, listener), show: () => void (one.showed = true) }
      },
      zone: () => ZoneId.parse(zone),
      clock: { now: () => Instant.parse(at) },
    })
    return { tell, shown, opened }
  }
  const news = [changed('a', 2, 0)]

  it('is shown once for what ended together, and a click on it leads to what is new', () => {
    const { tell, shown, opened } = notifier()
    tell(news)
    expect(shown.map(({ title, body, showed }) => [title, body, showed])).toEqual([
      ['The schedules disagree', '2 new discrepancies.', true],
    ])
    shown[0]?.on.get('click')?.()
    expect(opened).toEqual(['#/discrepancies?of=pair-1'])
  })

  const night = { from: LocalTime.parse('23:00'), until: LocalTime.parse('07:00') }
  it.each([
    ['nothing changed', {}, [run('a')]],
    ['nobody wants any', { preferences: { notify: false } }, news],
    ['the window is looked at', { inView: true }, news],
    ['the system has none', { supported: false }, news],
    ['it is quiet on this computer’s clock', { preferences: { quiet: night } }, news],
  ])('is not shown where %s', (_, setting, runs) => {
    const { tell, shown } = notifier(setting)
    tell(runs)
    expect(shown).toEqual([])
  })

  it('goes by the clock of the zone the computer is in', () => {
    const { tell, shown } = notifier({ preferences: { quiet: night }, zone: 'Europe/London' })
    tell(news)
    expect(shown).toHaveLength(1)
  })
})

describe('the line of the tray', () => {
  const words = (status: Partial<TrayStatus>) => trayWords({ state: 'open', open: 0, running: false, ...status })

  it.each([
    [{ state: 'no-core' }, 'Not running'],
    [{ state: 'new' }, 'Not set up yet'],
    [{ state: 'locked', open: null }, 'Locked'],
    [{ state: 'opening' }, 'Opening ...'],
    [{ state: 'failed' }, 'The workspace cannot be opened'],
    [{}, 'No open discrepancies'],
    [{ open: 12 }, '12 open'],
    [{ open: 12, running: true }, 'Syncing, 12 open'],
    [{ open: null, running: true }, 'Syncing'],
    [{ state: 'viewing', open: 1 }, '1 open'],
    [{ open: null }, 'Open'],
  ] satisfies [Partial<TrayStatus>, string][])('of %j is "%s"', (status, expected) =>
    expect(words(status)).toBe(expected),
  )
})
