import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { PairingState, SideState } from '#contract/pairings'
import { AcceptRead } from '../features/facilities/accept-read.tsx'
import { FacilityForm } from '../features/facilities/facility-form.tsx'
import { FacilitySection } from '../features/facilities/facility-section.tsx'
import { PairingForm } from '../features/facilities/pairing-form.tsx'
import { deskZone } from '../format/instant.ts'
import { connectionQueries } from '../queries/connections.ts'
import { facilityQueries, pairingQueries } from '../queries/facilities.ts'
import { runQueries } from '../queries/runs.ts'
import { errorToTell } from '../queries/windowed-list.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'
import { NetworkNote } from '../ui/network-note.tsx'
import { Page, Reason } from '../ui/page.tsx'
import { EmptyState, ErrorBox, Loading } from '../ui/states.tsx'
import { useSyncActions } from './use-sync-actions.ts'

const route = getRouteApi('/facilities')

/** Facilities, what is compared at each, how both systems stand, and the syncs. */
export function FacilitiesScreen() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const facilities = useQuery(facilityQueries.list())
  const pairings = useQuery(pairingQueries.list())
  const connections = useQuery(connectionQueries.list())
  const runs = useQuery(runQueries.list())
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const sync = useSyncActions()
  const [accepting, setAccepting] = useState<{ state: PairingState; side: SideState } | null>(null)

  const close = (): void => void navigate({ search: ({ facility }) => ({ facility }) })
  const edit = (id: string): void => void navigate({ search: ({ facility }) => ({ facility, edit: id }) })
  const failed = [facilities, pairings, connections].find((query) => errorToTell(query) !== null)
  const shown = (facilities.data ?? []).filter(({ id }) => search.facility === undefined || id === search.facility)
  const enough = (connections.data?.length ?? 0) > 0
  const newButton = (
    <Button disabled={readOnly !== null} onClick={() => edit('new')}>
      Add a facility
    </Button>
  )
  const editing = facilities.data?.find(({ id }) => id === search.edit)
  const paired = pairings.data?.find(({ pairing }) => pairing.id === search.pairing)?.pairing
  return (
    <Page
      title="Facilities"
      note="What is compared with what, and how both systems stand"
      actions={
        <>
          <Reason text={readOnly} />
          {readOnly === null && (
            <NetworkNote sides={(pairings.data ?? []).flatMap(({ left, right }) => [left, right])} />
          )}
          {(pairings.data?.length ?? 0) > 0 && (
            <Button
              variant="default"
              disabled={readOnly !== null}
              loading={sync.startingAll}
              onClick={() => sync.startAll(undefined)}
            >
              Sync everything
            </Button>
          )}
          {newButton}
        </>
      }
    >
      {failed && <ErrorBox error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && (!facilities.data || !pairings.data) && <Loading waitingFor="the facilities" />}
      {facilities.data?.length === 0 && (
        <EmptyState title="No facility yet" actions={newButton}>
          A facility is a real place with its own clock. Add one, then say which two systems hold its schedule.
        </EmptyState>
      )}
      {pairings.data &&
        shown.map((facility) => (
          <FacilitySection
            key={facility.id}
            facility={facility}
            pairings={pairings.data.filter((state) => state.facility.id === facility.id)}
            runs={runs.data ?? []}
            now={now}
            readOnly={readOnly}
            hasConnections={enough}
            startingId={sync.startingId}
            cancellingId={sync.cancellingId}
            syncingAll={sync.startingAll}
            onSync={sync.start}
            onSyncFacility={() => sync.startAll(facility)}
            onCancel={sync.cancel}
            onAccept={(state, side) => setAccepting({ state, side })}
          />
        ))}
      {facilities.data && search.edit !== undefined && (editing || search.edit === 'new') && (
        <FacilityForm key={search.edit} facility={editing} deskZone={deskZone()} readOnly={readOnly} onClose={close} />
      )}
      {facilities.data && connections.data && search.pairing !== undefined && (paired || search.pairing === 'new') && (
        <PairingForm
          key={search.pairing}
          pairing={paired}
          facilityId={search.at}
          facilities={facilities.data}
          connections={connections.data}
          readOnly={readOnly}
          onClose={close}
        />
      )}
      {accepting && <AcceptRead {...accepting} onClose={() => setAccepting(null)} />}
    </Page>
  )
}
