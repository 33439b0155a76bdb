import { Button, Switch, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { FacilityTable } from '../features/overview/facility-table.tsx'
import { NoFacilities } from '../features/overview/no-facilities.tsx'
import classes from '../features/overview/overview.module.css'
import { OverviewNumbers } from '../features/overview/overview-numbers.tsx'
import type { FacilityLine } from '../features/overview/overview-shape.ts'
import { facilityLines, totalsOf } from '../features/overview/overview-shape.ts'
import { countOf } from '../format/count.ts'
import { alertQueries } from '../queries/alerts.ts'
import { connectionQueries } from '../queries/connections.ts'
import { deskQueries } from '../queries/desk-work.ts'
import { discrepancyQueries } from '../queries/discrepancies.ts'
import { facilityQueries, pairingQueries } from '../queries/facilities.ts'
import { overviewQueries } from '../queries/overview.ts'
import { runQueries } from '../queries/runs.ts'
import { errorToTell } from '../queries/windowed-list.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'
import { NetworkNote } from '../ui/network-note.tsx'
import { Page, Reason } from '../ui/page.tsx'
import { ErrorBox, Loading } from '../ui/states.tsx'
import { failingConnections } from './failing-connections.ts'
import type { OverviewSearch } from './search.ts'
import { useSyncActions } from './use-sync-actions.ts'

const route = getRouteApi('/overview')

/** What needs somebody now, in all facilities or the one in view. */
export function OverviewScreen() {
  const { facility, attention = false, find = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const sync = useSyncActions()
  const overview = useQuery(overviewQueries.show())
  const connections = useQuery(connectionQueries.list())
  const facilities = useQuery(facilityQueries.list())
  const pairings = useQuery(pairingQueries.list())
  const systems = useQuery(alertQueries.systems()).data ?? []
  const runs = useQuery(runQueries.list()).data ?? []
  const operator = useQuery(deskQueries.operators()).data?.find(({ current }) => current)
  const mine = useQuery({
    ...discrepancyQueries.counts({
      ...(facility === undefined ? {} : { facilityId: facility }),
      ...(operator === undefined ? {} : { assignedTo: operator.id }),
    }),
    enabled: operator !== undefined,
  }).data
  const change = (part: Partial<OverviewSearch>): void =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })

  if (connections.data?.length === 0) return <Navigate to="/" replace />
  const failed = [overview, facilities, pairings].find((query) => errorToTell(query) !== null)
  const ready = overview.data && facilities.data && pairings.data
  const inView = (overview.data?.facilities ?? []).filter((of) => facility === undefined || of.facilityId === facility)
  const lines = ready
    ? facilityLines({
        overview: inView,
        facilities: facilities.data,
        pairings: pairings.data,
        systems,
        attention,
        find,
        now,
      })
    : []
  const paired = (pairings.data ?? []).filter((state) => facility === undefined || state.facility.id === facility)
  const totals = totalsOf(inView)
  return (
    <Page
      title="Overview"
      note={ready && `${countOf(inView.length, 'facility', 'facilities')}, what needs somebody first`}
      fixed
      actions={
        paired.length > 0 && (
          <>
            {readOnly === null ? (
              <NetworkNote sides={paired.flatMap(({ left, right }) => [left, right])} />
            ) : (
              <Reason text={readOnly} />
            )}
            <Button
              variant="default"
              disabled={readOnly !== null}
              loading={sync.startingAll}
              onClick={() => sync.startAll(facilities.data?.find(({ id }) => id === facility))}
            >
              {facility === undefined ? 'Sync everything' : 'Sync now'}
            </Button>
          </>
        )
      }
    >
      <div className={classes.screen}>
        {failed && (
          <ErrorBox
            error={failed.error}
            what="The overview could not be read"
            onRetry={() => void Promise.all([overview, facilities, pairings].map((query) => query.refetch()))}
          />
        )}
        {!ready && !failed && <Loading waitingFor="the overview" rows={8} />}
        {ready && (
          <>
            <OverviewNumbers
              facility={facility}
              numbers={{
                ...totals,
                failing: failingConnections(paired).size,
                mine: operator && mine ? { operator: operator.id, open: mine.total } : null,
              }}
            />
            <div className={classes.filters}>
              <Switch
                label="Needs attention"
                size="sm"
                checked={attention}
                onChange={(event) => change({ attention: event.currentTarget.checked ? true : undefined })}
              />
              {inView.length > 8 && (
                <TextInput
                  aria-label="Search facilities"
                  placeholder="Search facilities"
                  leftSection={<IconSearch size={14} />}
                  value={find}
                  onChange={(event) => change({ find: event.currentTarget.value || undefined })}
                />
              )}
            </div>
            {lines.length === 0 ? (
              <NoFacilities
                facilities={inView.length}
                pairings={paired}
                find={find}
                now={now}
                onAll={() => change({ attention: undefined, find: undefined })}
                onFacilities={() => void navigate({ to: '/facilities', search: { facility } })}
              />
            ) : (
              <FacilityTable
                lines={lines}
                systems={systems}
                now={now}
                lastRunOf={(line: FacilityLine) =>
                  runs.find((run) => line.pairings.some(({ pairing }) => pairing.id === run.pairingId))
                }
              />
            )}
          </>
        )}
      </div>
    </Page>
  )
}
