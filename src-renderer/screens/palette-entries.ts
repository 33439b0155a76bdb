import type { MantineColorScheme } from '@mantine/core'
import type { UseNavigateResult } from '@tanstack/react-router'
import type { FoundRecord } from '#contract/calendar'
import type { Connection } from '#contract/connections'
import type { Operator, SavedFilter } from '#contract/desk-work'
import type { OperatorId } from '#contract/ids'
import type { Facility, PairingState } from '#contract/pairings'
import type { Run } from '#contract/runs'
import { type Instant, type LocalDate, wallClock } from '#contract/time'
import type { UnlockKind } from '#contract/workspace'
import { ageWords } from '../format/age.ts'
import { dateWords } from '../format/calendar-date.ts'
import { countWords } from '../format/count.ts'
import { spanWords } from '../format/instant.ts'
import { runStateWords } from '../format/run-state.ts'
import { lockAboutWords } from '../format/unlock-words.ts'
import type { Density } from '../ui/density.ts'
import type { Command } from '../ui/use-commands.ts'
import { searchOf } from './search.ts'

type Navigate = UseNavigateResult<string>

type DeskInput = {
  facility: Facility | undefined
  paired: boolean
  run: Run | undefined
  readOnly: string | null
  theme: MantineColorScheme
  density: Density
  operators: readonly Operator[]
  onTheme: (theme: MantineColorScheme) => void
  onDensity: (density: Density) => void
  onOperator: (id: OperatorId) => void
  onSync: (facility: Facility | undefined) => void
  onCancel: (run: Run) => void
  onKeys: () => void
  unlock: UnlockKind | null
  onLock: (() => void) | null
  navigate: Navigate
}

const themes: readonly { theme: MantineColorScheme; name: string }[] = [
  { theme: 'light', name: 'Use the light theme' },
  { theme: 'dark', name: 'Use the dark theme' },
  { theme: 'auto', name: 'Follow the system’s theme' },
]

/** What can be done from anywhere, with the reason where it cannot be done now. */
export function deskEntries(input: DeskInput): Command[] {
  const { facility, paired, run, readOnly, theme, density, operators, navigate } = input
  const command = (name: string, act: () => void, more: Partial<Command> = {}): Command => ({
    id: `command ${name}`,
    group: 'Commands',
    name,
    off: null,
    run: act,
    ...more,
  })
  const toSync = readOnly ?? (paired ? null : 'Nothing is paired yet. Add a pairing in Facilities.')
  const other: Density = density === 'compact' ? 'comfortable' : 'compact'
  return [
    ...(facility ? [command(`Sync ${facility.name}`, () => input.onSync(facility), { off: toSync })] : []),
    command('Sync everything', () => input.onSync(undefined), { off: toSync }),
    ...(run ? [command('Cancel the sync', () => input.onCancel(run), { off: readOnly, about: run.tell })] : []),
    command('All keys', input.onKeys, { keys: '?' }),
    ...themes.filter((one) => one.theme !== theme).map((one) => command(one.name, () => input.onTheme(one.theme))),
    command(`Use the ${other} density`, () => input.onDensity(other), {
      about: other === 'compact' ? 'As much as fits on the screen' : 'Everything a quarter larger',
    }),
    command('Add a follow-up', () => void navigate({ to: '/follow-ups', search: keepFacility({ add: true }) }), {
      off: readOnly,
    }),
    command('Add a facility', () => void navigate({ to: '/facilities', search: keepFacility({ edit: 'new' }) }), {
      off: readOnly,
    }),
    command(
      'Save diagnostics for support',
      () => void navigate({ to: '/settings', search: keepFacility({ part: 'diagnostics' as const }) }),
      { about: 'Settings, diagnostics' },
    ),
    command('Purge old data', () => void navigate({ to: '/settings', search: keepFacility({ find: 'purge' }) }), {
      about: 'Settings, keeping data',
      off: readOnly,
    }),
    ...operators
      .filter(({ current }) => !current)
      .map(({ id, name }) =>
        command(`${name} decides from now on`, () => input.onOperator(id), { about: 'Who works here', off: readOnly }),
      ),
    ...(input.onLock ? [command('Lock', input.onLock, { about: lockAboutWords(input.unlock) })] : []),
  ]
}

/** An address' search with these parts and nothing of the old one but the facility. */
const keepFacility =
  <Part extends object>(part: Part) =>
  <Old extends { facility?: unknown }>({ facility }: Old) => ({ facility: facility as Old['facility'], ...part })

type ThingsInput = {
  filters: readonly SavedFilter[]
  facilities: readonly Facility[]
  pairings: readonly PairingState[]
  connections: readonly Connection[]
  runs: readonly Run[]
  now: Instant
  navigate: Navigate
}

const runsListed = 20

/** Kept filters with their counts, facilities, the newest runs and connections. */
export function thingEntries(input: ThingsInput): Command[] {
  const { filters, facilities, pairings, connections, runs, now, navigate } = input
  const facilityOf = (run: Run): string =>
    pairings.find(({ pairing }) => pairing.id === run.pairingId)?.facility.name ?? 'of a removed pairing'
  return [
    ...filters.map(
      ({ id, name, filter, order, open }): Command => ({
        id: `filter ${id}`,
        group: 'Saved filters',
        name,
        about: `${countWords(open)} open`,
        off: null,
        run: () => void navigate({ to: '/discrepancies', search: { ...searchOf(filter), order } }),
      }),
    ),
    ...facilities.map(
      ({ id, name, zone }): Command => ({
        id: `facility ${id}`,
        group: 'Facilities',
        name,
        about: `Calendar, ${zone}`,
        off: null,
        run: () => void navigate({ to: '/calendar', search: { facility: id } }),
      }),
    ),
    ...runs.slice(0, runsListed).map(
      (run): Command => ({
        id: `run ${run.id}`,
        group: 'Runs',
        name: `Sync ${facilityOf(run)}, ${ageWords(run.startedAt, now)}`,
        about: `${runStateWords(run.state)}, ${run.id}`,
        off: null,
        run: () => void navigate({ to: '/runs', search: { run: run.id } }),
      }),
    ),
    ...connections.map(
      ({ id, name, environment }): Command => ({
        id: `connection ${id}`,
        group: 'Connections',
        name,
        about: environment === 'live' ? 'Live' : 'Test',
        off: null,
        run: () => void navigate({ to: '/connections', search: { open: id } }),
      }),
    ),
  ]
}

/** A day of the calendar, of the facility in view where there is one. */
export const dateEntry = (day: LocalDate, facility: Facility | undefined, navigate: Navigate): Command => ({
  id: `day ${day}`,
  group: 'Days',
  name: `Calendar on ${dateWords(day)}`,
  about: facility?.name ?? '',
  off: null,
  run: () => void navigate({ to: '/calendar', search: (old) => ({ facility: old.facility, date: day }) }),
})

/** Records that the core found, each to be opened on its day of the calendar. */
export const recordEntries = (found: readonly FoundRecord[], now: Instant, navigate: Navigate): Command[] =>
  found.map(({ pairingId, facilityId, facility, zone, system, key, span, who, label, fingerprint, side }) => ({
    id: `record ${pairingId} ${side} ${key}`,
    group: 'Records',
    name: [who, label].filter((part) => part !== '').join(', ') || key,
    about: `${spanWords(span, zone, now)}, ${facility}, ${system} ${key}`,
    off: null,
    run: () =>
      void navigate({
        to: '/calendar',
        search: {
          facility: facilityId,
          of: pairingId,
          date: wallClock(span.start, zone).date,
          ...(fingerprint === null ? {} : { open: fingerprint }),
        },
      }),
  }))
