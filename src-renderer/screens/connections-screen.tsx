import { Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useBlocker } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import { ZoneId } from '#contract/time'
import { ConnectionForm } from '../features/connections/connection-form.tsx'
import { ConnectionList } from '../features/connections/connection-list.tsx'
import classes from '../features/connections/connections.module.css'
import { VendorChecks } from '../features/connections/vendor-checks.tsx'
import { deskZone } from '../format/instant.ts'
import { connectionQueries } from '../queries/connections.ts'
import { useNow, useReadOnlyReason, useWorkspace } from '../queries/workspace.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Page, Reason } from '../ui/page.tsx'
import { EmptyState, ErrorBox, Loading } from '../ui/states.tsx'

const route = getRouteApi('/connections')

/** The systems' accounts: list, form, test, vendor checks and rule cards. */
export function ConnectionsScreen() {
  const { open, add } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useQuery(connectionQueries.list())
  const connectors = useQuery(connectionQueries.connectors())
  const budgets = useQuery(connectionQueries.budgets())
  const now = useNow()
  const readOnly = useReadOnlyReason()
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
  const failed = [list, connectors].find((query) => query.isError)
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
            connections={list.data}
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
            ) : (
              <EmptyState
                title={list.data.length === 0 ? 'No connection yet' : 'Choose a connection'}
                actions={list.data.length === 0 ? addButton : undefined}
              >
                {open !== undefined
                  ? 'The connection of this address is no longer there.'
                  : list.data.length === 0
                    ? 'A connection is one account at one system: its address and its key. Two of them can be compared.'
                    : 'Its settings, its test and its checks are shown here.'}
              </EmptyState>
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
