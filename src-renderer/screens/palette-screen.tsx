import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Facility } from '#contract/pairings'
import type { Run } from '#contract/runs'
import { wallClock, ZoneId } from '#contract/time'
import type { UnlockKind } from '#contract/workspace'
import { type Place, places } from '../features/frame/places.ts'
import { closePalette, Palette, PaletteBox } from '../features/palette/palette.tsx'
import { paletteGroups, placesGroup } from '../features/palette/palette-shape.ts'
import { dateIn } from '../format/date-in.ts'
import { errorOf } from '../format/error-words.ts'
import { deskZone } from '../format/instant.ts'
import { calendarQueries } from '../queries/calendar.ts'
import { connectionQueries } from '../queries/connections.ts'
import { deskQueries, useChooseOperator } from '../queries/desk-work.ts'
import { facilityQueries, pairingQueries } from '../queries/facilities.ts'
import { runQueries } from '../queries/runs.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'
import { setDensity, useDensity } from '../ui/density.ts'
import { type Command, useOffered } from '../ui/use-commands.ts'
import { dateEntry, deskEntries, recordEntries, thingEntries } from './palette-entries.ts'
import type { SyncActions } from './use-sync-actions.ts'

type PaletteScreenProps = {
  facility: Facility | undefined
  run: Run | undefined
  sync: SyncActions
  onPlace: (place: Place) => void
  onKeys: () => void
  unlock: UnlockKind | null
  onLock: (() => void) | null
}

/** The palette over whatever screen is shown: everything there is to go to, and everything that can be done now. */
export function PaletteScreen(props: PaletteScreenProps) {
  const before = useRef<Element | null>(null)
  const leave = (): void => {
    closePalette()
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus()
  }
  return (
    <Palette
      onOpen={() => {
        before.current = document.activeElement
      }}
    >
      <Opened {...props} onLeave={leave} />
    </Palette>
  )
}

/** Only there while the palette is open, so that what was typed is gone with it. */
function Opened({ onLeave, ...props }: PaletteScreenProps & { onLeave: () => void }) {
  const { facility } = props
  const navigate = useNavigate()
  const now = useNow()
  const [query, setQuery] = useState('')
  const [asked] = useDebouncedValue(query.trim(), 150)
  const found = useQuery(calendarQueries.find(asked, facility?.id))
  const entries = useEntries(props)
  const zone = facility?.zone ?? ZoneId.parse(deskZone())
  const day = dateIn(query, wallClock(now, zone).date)
  const longEnough = query.trim().length >= 2
  const records = longEnough && asked.length >= 2 && !found.isPlaceholderData ? (found.data ?? []) : []
  const own = [...(day === null ? [] : [dateEntry(day, facility, navigate)]), ...recordEntries(records, now, navigate)]
  const waiting = longEnough && (asked !== query.trim() || found.isFetching)
  return (
    <PaletteBox
      groups={paletteGroups(entries, own, query)}
      query={query}
      waitingFor={waiting ? 'records' : ''}
      failed={found.isError ? errorOf(found.error).tell : null}
      onQuery={setQuery}
      onClose={onLeave}
      onRun={(command) => {
        onLeave()
        command.run()
      }}
    />
  )
}

/** What there is without asking the core for a text. */
function useEntries({ facility, run, sync, onPlace, onKeys, unlock, onLock }: PaletteScreenProps): Command[] {
  const navigate = useNavigate()
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const offered = useOffered()
  const facilities = useQuery(facilityQueries.list()).data ?? []
  const pairings = useQuery(pairingQueries.list()).data ?? []
  const connections = useQuery(connectionQueries.list()).data ?? []
  const runs = useQuery(runQueries.list()).data ?? []
  const filters = useQuery(deskQueries.savedFilters()).data ?? []
  const operators = useQuery(deskQueries.operators()).data ?? []
  const choose = useChooseOperator()
  const theme = useMantineColorScheme()
  const density = useDensity()
  return [
    ...offered,
    ...deskEntries({
      facility,
      paired: pairings.length > 0,
      run,
      readOnly,
      theme: theme.colorScheme,
      density,
      operators,
      onTheme: theme.setColorScheme,
      onDensity: setDensity,
      onOperator: (id) => choose.mutate({ id }),
      onSync: sync.startAll,
      onCancel: sync.cancel,
      onKeys,
      unlock,
      onLock,
      navigate,
    }),
    ...places.map(
      (place): Command => ({
        id: `place ${place.to}`,
        group: placesGroup,
        name: place.label,
        keys: `g ${place.key}`,
        off: null,
        run: () => onPlace(place),
      }),
    ),
    ...thingEntries({ filters, facilities, pairings, connections, runs, now, navigate }),
  ]
}
