import { Link } from '@tanstack/react-router'
import type { Connection, ConnectionBudget, ConnectorInfo } from '#contract/connections'
import type { ConnectionId } from '#contract/ids'
import type { Instant, ZoneId } from '#contract/time'
import { budgetWords } from './budget-words.ts'
import classes from './connections.module.css'

type ConnectionListProps = {
  connections: readonly Connection[]
  connectors: readonly ConnectorInfo[]
  budgets: readonly ConnectionBudget[]
  zone: ZoneId
  now: Instant
  picked: ConnectionId | undefined
}

/** The connections by name, each with its kind, whether it is live and what it has been asked today. */
export function ConnectionList({ connections, connectors, budgets, zone, now, picked }: ConnectionListProps) {
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
          <BudgetLine budget={budgets.find((known) => known.connectionId === connection.id)} zone={zone} now={now} />
        </Link>
      ))}
    </nav>
  )
}

/** Nothing before a connection is first used. */
function BudgetLine({ budget, zone, now }: { budget: ConnectionBudget | undefined; zone: ZoneId; now: Instant }) {
  if (!budget) return null
  const { used, alert } = budgetWords(budget, zone, now)
  return (
    <>
      <span className={`${classes.budget} digits`}>{used}</span>
      {alert !== '' && <span className={classes.paused}>{alert}</span>}
    </>
  )
}
