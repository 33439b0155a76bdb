import { IconLock } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import type { AlertCounts } from '#contract/alerts'
import { countOf, countWords } from '../../format/count.ts'
import { PlumbMark } from '../../ui/plumb-mark.tsx'
import { places } from './places.ts'
import classes from './rail.module.css'

type RailProps = {
  open: number | undefined
  alerts: AlertCounts | undefined
  onLock: (() => void) | null
}

/** The places of the page, with what is open and what nobody has acknowledged in the chosen facility. */
export function Rail({ open, alerts, onLock }: RailProps) {
  // Follow-ups are a part of what the overview counts.
  const path = useLocation().pathname
  return (
    <nav className={classes.rail} aria-label="Places">
      <span className={classes.mark}>
        <PlumbMark />
      </span>
      {places
        .filter(({ inRail }) => inRail)
        .map(({ to, label, Icon, travels }) => (
          <Link
            key={to}
            to={to}
            {...(to === '/overview' && path === '/follow-ups' ? { 'data-status': 'active' } : {})}
            search={({ facility, as }) => ({ facility, ...(travels ? { as } : {}) })}
            className={to === '/settings' ? `${classes.place} ${classes.last}` : classes.place}
          >
            <Icon size={20} stroke={1.6} aria-hidden="true" />
            {label}
            {to === '/alerts' && alerts && <AlertBadge {...alerts} />}
            {to === '/discrepancies' && open !== undefined && open > 0 && (
              <span className={classes.count}>
                {short(open)}
                <span className="visually-hidden"> open</span>
              </span>
            )}
          </Link>
        ))}
      {onLock && (
        <button type="button" className={`${classes.place} ${classes.lock}`} onClick={onLock}>
          <IconLock size={20} stroke={1.6} aria-hidden="true" />
          Lock
        </button>
      )}
    </nav>
  )
}

const short = (count: number): string => (count > 999 ? '999+' : countWords(count))

/** How many alerts wait, with the double bookings named; nothing where none does. */
function AlertBadge({ discrepancies, doubleBooked, systems }: AlertCounts) {
  const total = discrepancies + systems
  if (total === 0) return null
  return (
    <>
      <span className={doubleBooked > 0 ? `${classes.count} ${classes.urgent}` : classes.count}>
        <span aria-hidden="true">{short(total)}</span>
        <span className="visually-hidden">
          {[
            ` ${countWords(total)} waiting`,
            ...(doubleBooked > 0 ? [countOf(doubleBooked, 'double booking')] : []),
            ...(systems > 0 ? [countOf(systems, 'system')] : []),
          ].join(', ')}
        </span>
      </span>
      {doubleBooked > 0 && (
        <span className={classes.doubled} aria-hidden="true">
          {short(doubleBooked)} double
        </span>
      )}
    </>
  )
}
