import { Link } from '@tanstack/react-router'
import type { Connection, ConnectorInfo } from '#contract/connections'
import type { ConnectionId } from '#contract/ids'
import classes from './connections.module.css'

type ConnectionListProps = {
  connections: readonly Connection[]
  connectors: readonly ConnectorInfo[]
  picked: ConnectionId | undefined
}

/** The connections by name, each with its kind and whether it is live. */
export function ConnectionList({ connections, connectors, picked }: ConnectionListProps) {
  return (
    <nav className={classes.list} aria-label="Connections">
      {connections.map((connection) => (
        <Link
          key={connection.id}
          to="/connections"
          search={(now) => ({ facility: now.facility, open: connection.id })}
          className={classes.item}
          {...(connection.id === picked ? { 'data-picked': '', 'aria-current': 'true' } : {})}
        >
          <span className={classes.itemName}>
            <span>{connection.name}</span>
            <span className={classes.env} {...(connection.environment === 'live' ? { 'data-live': '' } : {})}>
              {connection.environment === 'live' ? 'Live' : 'Test'}
            </span>
          </span>
          <span className={classes.dim}>
            {connectors.find((known) => known.id === connection.connectorId)?.name ?? connection.connectorId}
          </span>
        </Link>
      ))}
    </nav>
  )
}
