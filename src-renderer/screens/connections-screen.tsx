import { Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useBlocker } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import { ZoneId } from '#contract/time'
import { ConnectionForm } from '../features/connections/connection-form.tsx'
import { ConnectionList } from '../features/connections/connection-list.tsx'
import classes from '../features/connections/connections.module.css'
import { connectionHealth } from '../features/connections/health-shape.ts'
import { HealthTable } from '../features/connections/health-table.tsx'
import { VendorChecks } from '../features/connections/vendor-checks.tsx'
import { deskZone } from '../format/instant.ts'
import { alertQueries } from '../queries/alerts.ts'
import { connectionQueries } from '../queries/connections.ts'
import { pairingQueries } from '../queries/facilities.ts'
import { errorToTell } from '../queries/windowed-list.ts'
import { useNow, useReadOnlyReason, useWorkspace } from '../queries/workspace.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Page, Reason } from '../ui/page.tsx'
import { EmptyState, ErrorBox, Loading } from '../ui/states.tsx'
import { failingConnections } from './failing-connections.ts'

const route = getRouteApi('/connections')

/** The systems' accounts: list, form, test, vendor checks and rule cards. */
export function ConnectionsScreen() {
  const { open, add, facility, failing = false } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useQuery(connectionQueries.list())
  const connectors = useQuery(connectionQueries.connectors())
  const budgets = useQuery(connectionQueries.budgets())
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const pairings = useQuery(pairingQueries.list()).data ?? []
  const systems = useQuery(alertQueries.systems()).data ?? []
  const viewing = useWorkspace()?.state.state === 'viewing'
  const zone = ZoneId.parse(deskZone())
  // The guard reads it at the moment of leaving, right after a save too; drawing reads the state.
  const dirtyNow = useRef(false)
  const [dirty, setDirty] = useState(false)
  const onDirty = useCallback((next: boolean) => {
    dirtyNow.current = next
    setDirty(next)
  }, [])
  const guard = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirtyNow.current && (current.pathname !== next.pathname || pickOf(current.search) !== pickOf(next.search)),
    enableBeforeUnload: () => dirtyNow.current,
    withResolver: true,
  })
  const connection = list.data?.find((known) => known.id === open)
  const connector = connectors.data?.find((known) => known.id === (connection?.connectorId ?? add))
  const failed = [list, connectors].find((query) => errorToTell(query) !== null)
  const inView = pairings.filter((state) => facility === undefined || state.facility.id === facility)
  const failingIds = failingConnections(inView)
  const health = connectionHealth({
    connections: list.data ?? [],
    pairings,
    budgets: budgets.data ?? [],
    systems,
    zone,
    now,
  }).filter((one) => !failing || failingIds.has(one.connection.id))
  const goTo = (part: { open?: typeof open; add?: typeof add }): void =>
    void navigate({ search: ({ facility }) => ({ facility, ...part }) })
  const addButton = (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button disabled={readOnly !== null || !connectors.data}>Add a connection</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {connectors.data?.map(({ id, name, summary }) => (
          <Menu.Item key={id} onClick={() => goTo({ add: id })}>
            <b>{name}</b>
            <div className={classes.dim}>{summary}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
  return (
    <Page
      title="Connections"
      note="The accounts through which both systems are read"
      fixed
      actions={
        <>
          <Reason text={readOnly} />
          {addButton}
        </>
      }
    >
      {failed && <ErrorBox error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && (!list.data || !connectors.data) && <Loading waitingFor="the connections" />}
      {list.data && connectors.data && (
        <div className={classes.split}>
          <ConnectionList
            connections={health.map((one) => one.connection)}
            connectors={connectors.data}
            budgets={budgets.data ?? []}
            zone={zone}
            now={now}
            picked={open}
          />
          <div className={classes.detail}>
            {connector ? (
              <div className={classes.columns} key={connection?.id ?? `new ${connector.id}`}>
                <ConnectionForm
                  connector={connector}
                  connection={connection}
                  zone={zone}
                  now={now}
                  readOnly={readOnly}
                  viewing={viewing}
                  onDirty={onDirty}
                  onSaved={(saved) => goTo({ open: saved.id })}
                  onRemoved={() => goTo({})}
                />
                <VendorChecks connector={connector} id={connection?.id} dirty={dirty} readOnly={readOnly} />
              </div>
            ) : list.data.length === 0 ? (
              <EmptyState title="No connection yet" actions={addButton}>
                A connection is one account at one system: its address and its key. Two of them can be compared.
              </EmptyState>
            ) : open === undefined ? (
              <HealthTable health={health} failing={failing} now={now} onAll={() => goTo({})} />
            ) : (
              <EmptyState title="Choose a connection">The connection of this address is no longer there.</EmptyState>
            )}
          </div>
        </div>
      )}
      <Confirm
        opened={guard.status === 'blocked'}
        title="Leave without saving?"
        yes="Discard changes"
        no="Keep editing"
        onNo={() => guard.reset?.()}
        onYes={() => {
          dirtyNow.current = false
          guard.proceed?.()
        }}
      >
        What you changed in this connection is lost.
      </Confirm>
    </Page>
  )
}

/** Which connection an address shows: a change of anything else does not leave the form. */
function pickOf(search: object): string {
  const { open, add } = search as { open?: string; add?: string }
  return `${open ?? ''} ${add ?? ''}`
}
