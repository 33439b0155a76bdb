import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { NoPairing } from '../features/calendar/calendar-states.tsx'
import { facilityQueries, pairingQueries } from '../queries/facilities.ts'
import { Page } from '../ui/page.tsx'
import { ErrorBox, Loading } from '../ui/states.tsx'
import { PairingCalendar } from './pairing-calendar.tsx'

const route = getRouteApi('/calendar')

/** What both systems hold, day by day, with what is found about it; beside it what the address names. */
export function CalendarScreen() {
  const search = route.useSearch()
  const { facility, of } = search
  const pairings = useQuery(pairingQueries.list())
  const facilities = useQuery(facilityQueries.list())
  const navigate = route.useNavigate()
  const states = pairings.data ?? []
  const here = states.filter((state) => facility === undefined || state.facility.id === facility)
  const state = here.find(({ pairing }) => pairing.id === of) ?? here[0]
  if (pairings.isError) {
    return (
      <Page title="Calendar">
        <ErrorBox
          error={pairings.error}
          what="The pairings could not be read"
          onRetry={() => void pairings.refetch()}
        />
      </Page>
    )
  }
  if (!pairings.data) return <Loading waitingFor="the calendar" rows={12} />
  // The top bar says whose calendar it is.
  if (facility === undefined && state) {
    return <Navigate from="/calendar" to="." search={(old) => ({ ...old, facility: state.facility.id })} replace />
  }
  // Removed, or lost from a link.
  if (facility !== undefined && facilities.data?.every(({ id }) => id !== facility)) {
    return <Navigate from="/calendar" to="." search={(old) => ({ ...old, facility: undefined })} replace />
  }
  if (!state) {
    return (
      <Page title="Calendar">
        <NoPairing
          others={states}
          onFacilities={() => void navigate({ to: '/facilities', search: { facility } })}
          onOther={(other) => void navigate({ search: { facility: other.facility.id } })}
        />
      </Page>
    )
  }
  return <PairingCalendar key={state.pairing.id} state={state} states={here} />
}
