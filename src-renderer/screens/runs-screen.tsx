import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ZoneId } from '#contract/time'
import { RunFilters } from '../features/runs/run-filters.tsx'
import { RunList } from '../features/runs/run-list.tsx'
import { filteredRuns } from '../features/runs/run-shape.ts'
import { RunView } from '../features/runs/run-view.tsx'
import classes from '../features/runs/runs.module.css'
import { ageWords } from '../format/age.ts'
import { countOf } from '../format/count.ts'
import { deskZone } from '../format/instant.ts'
import { pairingQueries } from '../queries/facilities.ts'
import { runQueries } from '../queries/runs.ts'
import { errorToTell } from '../queries/windowed-list.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'
import { Page } from '../ui/page.tsx'
import { EmptyState, ErrorBox, Loading } from '../ui/states.tsx'
import type { RunsSearch } from './search.ts'
import { useSyncActions } from './use-sync-actions.ts'

const route = getRouteApi('/runs')

/** The runs and, beside them, the one that the address names; the newest where it names none. */
export function RunsScreen() {
  const { facility, run: picked, find = '', state, date } = route.useSearch()
  const navigate = route.useNavigate()
  const runs = useQuery(runQueries.list())
  const pairings = useQuery(pairingQueries.list()).data ?? []
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const sync = useSyncActions()
  const stateOf = (pairingId: string) => pairings.find((state) => state.pairing.id === pairingId)
  const zone = ZoneId.parse(deskZone())
  const inView = (runs.data ?? []).filter(
    (run) => facility === undefined || stateOf(run.pairingId)?.facility.id === facility,
  )
  const shown = filteredRuns(inView, { state, date, zone })
  const change = (part: Partial<RunsSearch>): void =>
    void navigate({ search: (old) => ({ ...old, run: undefined, ...part }), replace: true })
  const run = picked === undefined ? shown[0] : runs.data?.find((known) => known.id === picked)
  const pairing = run && stateOf(run.pairingId)
  return (
    <Page title="Runs" note="Every sync with its counts and its log, newest first" fixed>
      {errorToTell(runs) !== null && <ErrorBox error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && <Loading waitingFor="the runs" />}
      {runs.data && inView.length > 0 && shown.length === 0 && !run && (
        <EmptyState
          title="No run fits these filters"
          actions={
            <Button variant="default" onClick={() => change({ state: undefined, date: undefined })}>
              Show all runs
            </Button>
          }
        >
          {countOf(inView.length, 'run')} {inView.length === 1 ? 'is' : 'are'} kept, the oldest{' '}
          {ageWords(inView.at(-1)?.startedAt ?? now, now)}.
        </EmptyState>
      )}
      {runs.data && inView.length === 0 && !run && (
        <EmptyState title="Nothing has run yet">
          A sync reads both systems of a pairing and compares them. Start one with Sync now in Facilities.
        </EmptyState>
      )}
      {runs.data && (shown.length > 0 || run) && (
        <div className={classes.split}>
          <RunList
            filters={
              <RunFilters
                state={state}
                date={date}
                onState={(next) => change({ state: next })}
                onDate={(next) => change({ date: next })}
              />
            }
            runs={shown}
            facilityOf={(one) => stateOf(one.pairingId)?.facility.name ?? 'of a removed pairing'}
            picked={run?.id}
            now={now}
          />
          {run ? (
            <RunView
              run={run}
              pairing={pairing}
              zone={pairing?.facility.zone ?? zone}
              now={now}
              find={find}
              busy={sync.startingId !== null || sync.cancellingId === run.id}
              readOnly={readOnly}
              onFind={(text) =>
                void navigate({ search: (old) => ({ ...old, find: text === '' ? undefined : text }), replace: true })
              }
              onCancel={sync.cancel}
              onSync={sync.start}
            />
          ) : (
            <EmptyState title="This run is no longer kept">Choose another one in the list.</EmptyState>
          )}
        </div>
      )}
    </Page>
  )
}
