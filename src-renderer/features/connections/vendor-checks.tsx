import { Button } from '@mantine/core'
import type { ConnectorInfo } from '#contract/connections'
import type { ConnectionId } from '#contract/ids'
import { checkConnection } from '../../queries/connections.ts'
import { NetworkNote } from '../../ui/network-note.tsx'
import { Reason } from '../../ui/page.tsx'
import { CheckSteps } from './check-steps.tsx'
import classes from './connections.module.css'
import { useCheckSteps } from './use-check-steps.ts'

type VendorChecksProps = {
  connector: ConnectorInfo
  id: ConnectionId | undefined
  dirty: boolean
  readOnly: string | null
}

/** The connector's own named checks, run on the stored connection, and its rule cards. */
export function VendorChecks({ connector, id, dirty, readOnly }: VendorChecksProps) {
  const reason =
    readOnly ?? (id === undefined ? 'Save the connection first.' : dirty ? 'Save the changes first.' : null)
  return (
    <div>
      {connector.checks.length > 0 && <h2 className={classes.heading}>Checks</h2>}
      {connector.checks.map((check) => (
        <VendorCheck key={check.id} check={check} id={id} reason={reason} />
      ))}
      {connector.rules.length > 0 && <h2 className={classes.heading}>Good to know</h2>}
      {connector.rules.map((rule) => (
        <section key={rule.title} className={classes.card}>
          <h3>{rule.title}</h3>
          <p>{rule.text}</p>
          <span className={classes.source}>{rule.source}</span>
        </section>
      ))}
    </div>
  )
}

type VendorCheckProps = {
  check: ConnectorInfo['checks'][number]
  id: ConnectionId | undefined
  reason: string | null
}

function VendorCheck({ check, id, reason }: VendorCheckProps) {
  const { run, start, stop } = useCheckSteps()
  return (
    <section className={classes.card}>
      <h3>{check.title}</h3>
      <p className={classes.dim}>{check.summary}</p>
      <Button
        variant="default"
        disabled={reason !== null || id === undefined}
        onClick={() => {
          if (run.running) stop()
          else if (id !== undefined) void start((signal) => checkConnection(id, check.id, signal))
        }}
      >
        {run.running ? 'Stop' : run.ended ? 'Check again' : 'Check now'}
        <span className="visually-hidden">: {check.title}</span>
      </Button>{' '}
      {reason === null ? <NetworkNote /> : <Reason text={reason} />}
      <CheckSteps run={run} passed="Every check passed." />
    </section>
  )
}
