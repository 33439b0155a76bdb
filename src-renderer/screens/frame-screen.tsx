import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Environment, FacilityId } from '#contract/ids'
import type { WorkspaceInfo } from '#contract/workspace'
import { Banners } from '../features/frame/banners.tsx'
import { goneWords, phraseNotice } from '../features/frame/banners-shape.ts'
import classes from '../features/frame/frame.module.css'
import { KeyHelp } from '../features/frame/key-help.tsx'
import { type Place, places } from '../features/frame/places.ts'
import { Rail } from '../features/frame/rail.tsx'
import { sidesInView } from '../features/frame/sides-shape.ts'
import { StatusBar } from '../features/frame/status-bar.tsx'
import { TopBar } from '../features/frame/top-bar.tsx'
import { useGoKeys } from '../features/frame/use-go-keys.ts'
import { openPalette } from '../features/palette/palette.tsx'
import { ageWords } from '../format/age.ts'
import { canLock } from '../format/unlock-words.ts'
import { alertQueries } from '../queries/alerts.ts'
import { connectionQueries } from '../queries/connections.ts'
import { discrepancyQueries } from '../queries/discrepancies.ts'
import { facilityQueries, pairingQueries } from '../queries/facilities.ts'
import { useHostState, useHostWhy } from '../queries/host-state.ts'
import { runQueries, useFollowRunning } from '../queries/runs.ts'
import { useLock, useNow, useReadOnlyReason, useResetDemo } from '../queries/workspace.ts'
import { Confirm } from '../ui/confirm.tsx'
import { useNetwork } from '../ui/network-note.tsx'
import { Page } from '../ui/page.tsx'
import { EmptyState } from '../ui/states.tsx'
import { PaletteScreen } from './palette-screen.tsx'
import { nothingOfFacility } from './search.ts'
import { useSnapshot } from './use-snapshot.ts'
import { useSyncActions } from './use-sync-actions.ts'

/** Rail, top bar, banners and status bar around whatever screen the address names. */
export function FrameScreen({ info, viewing }: { info: WorkspaceInfo; viewing: string | null }) {
  const { facility: facilityId, of } = useSearch({ strict: false })
  const navigate = useNavigate()
  const host = useHostState()
  const why = useHostWhy()
  const network = useNetwork()
  const now = useNow()
  const known = useQuery(facilityQueries.list()).data
  const facilities = known ?? []
  const pairings = useQuery(pairingQueries.list()).data ?? []
  const connections = useQuery(connectionQueries.list()).data ?? []
  const runs = useQuery(runQueries.list()).data ?? []
  const facility = facilities.find(({ id }) => id === facilityId)
  // Counts of a facility that nobody knows would be measured of nothing.
  const unknown = known !== undefined && facilityId !== undefined && facility === undefined
  const counts = useQuery(discrepancyQueries.counts(facility ? { facilityId: facility.id } : {}))
  const alerts = useQuery(alertQueries.counts(facility?.id))
  const { running, waiting } = useFollowRunning()
  const shownRun = running[0] ?? waiting[0]
  const readOnly = useReadOnlyReason()
  const sync = useSyncActions()
  const lock = useLock()
  const reset = useResetDemo()
  const onLock = canLock(info.unlock) ? () => lock.mutate() : null
  const [help, setHelp] = useState(false)
  const [demo, setDemo] = useState(false)
  const path = useLocation().pathname
  const inView = pairings.filter((state) => facility === undefined || state.facility.id === facility.id)
  // The calendar shows one pairing at a time, the first where none is picked.
  const picked = inView.find(({ pairing }) => pairing.id === of) ?? (path === '/calendar' ? inView[0] : undefined)
  const snapshot = useSnapshot(picked?.pairing.id)
  const past = places.some(({ to, travels }) => travels && path === to) ? snapshot.words : null
  const goTo = ({ to, travels }: Place): void =>
    void navigate({ to, search: ({ facility, as }) => ({ facility, ...(travels ? { as } : {}) }) })
  const goToFacility = (id: FacilityId | undefined): void =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...nothingOfFacility, facility: id }) })
  useGoKeys(goTo, () => setHelp(true))

  const sides = new Set(inView.flatMap(({ pairing }) => [pairing.left.connectionId, pairing.right.connectionId]))
  const environments = [
    ...new Set(connections.filter(({ id }) => sides.has(id)).map(({ environment }): Environment => environment)),
  ].sort()
  const newest = runs[0]
  const facilityOf = (pairingId: string): string =>
    pairings.find((state) => state.pairing.id === pairingId)?.facility.name ?? ''
  const last = newest?.endedAt
    ? `Last sync ${facilityOf(newest.pairingId)} ${ageWords(newest.endedAt, now)}: ${newest.tell}`
    : 'Nothing synced yet'

  return (
    <div className={classes.frame}>
      <Rail open={counts.data?.total} alerts={alerts.data} onLock={onLock} />
      <TopBar
        facilities={facilities}
        facility={facility}
        sides={facility ? sidesInView(picked ? [picked] : inView, now) : []}
        synced={inView.flatMap(({ left, right }) => [left, right])}
        environments={environments}
        demo={info.demo}
        now={now}
        canSync={inView.length > 0}
        syncing={sync.startingAll}
        readOnly={readOnly}
        onSync={() => sync.startAll(facility)}
        snapshot={past}
        onPalette={openPalette}
        onDemo={() => setDemo(true)}
        onFacility={goToFacility}
      />
      <Banners
        gone={host === 'gone' ? goneWords(info.host, why) : null}
        viewing={viewing}
        noPhrase={viewing === null && host === 'open' ? phraseNotice(info) : null}
        onPhrase={() => void navigate({ to: '/settings', search: { part: 'recovery' } })}
      />
      <main className={classes.main}>
        {unknown ? (
          <Page title="No such facility">
            <EmptyState
              title="The facility of this address is not here"
              actions={<Button onClick={() => goToFacility(undefined)}>Show all facilities</Button>}
            >
              It may have been removed, or the link is from another workspace.
            </EmptyState>
          </Page>
        ) : (
          <Outlet />
        )}
      </main>
      <StatusBar
        run={shownRun}
        facility={shownRun ? facilityOf(shownRun.pairingId) : ''}
        others={running.length + waiting.length - 1}
        last={last}
        inView={past ?? 'Snapshot in view: live'}
        offline={host === 'gone'}
        network={network}
        cancelling={shownRun !== undefined && sync.cancellingId === shownRun.id}
        onCancel={sync.cancel}
        onKeys={() => setHelp(true)}
      />
      <PaletteScreen
        facility={facility}
        run={shownRun}
        sync={sync}
        onPlace={goTo}
        onKeys={() => setHelp(true)}
        unlock={info.unlock}
        onLock={onLock}
      />
      <KeyHelp opened={help} onClose={() => setHelp(false)} />
      <Confirm
        opened={demo}
        title="This is the demo"
        yes="Reset demo"
        no="Keep it as it is"
        busy={reset.isPending}
        onNo={() => setDemo(false)}
        onYes={() => reset.mutate(undefined, { onSettled: () => setDemo(false) })}
      >
        All people and shifts are invented, and both systems run on this computer. The demo stays on the day it was
        made. Resetting throws its data away and makes a new world around today.
      </Confirm>
    </div>
  )
}
