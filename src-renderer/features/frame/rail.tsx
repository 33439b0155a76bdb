import { IconArrowsDiff, IconBuildingHospital, IconHistory, IconLock, IconPlug } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { countWords } from '../../format/count.ts'
import { PlumbMark } from '../../ui/plumb-mark.tsx'
import classes from './frame.module.css'

const places = [
  { to: '/discrepancies', label: 'Discrepancies', Icon: IconArrowsDiff },
  { to: '/facilities', label: 'Facilities', Icon: IconBuildingHospital },
  { to: '/connections', label: 'Connections', Icon: IconPlug },
  { to: '/runs', label: 'Runs', Icon: IconHistory },
] as const

type RailProps = { open: number | undefined; onLock: (() => void) | null }

/** The four places of the page; the number is what is open in the chosen facility. */
export function Rail({ open, onLock }: RailProps) {
  return (
    <nav className={classes.rail} aria-label="Places">
      <span className={classes.mark}>
        <PlumbMark />
      </span>
      {places.map(({ to, label, Icon }) => (
        <Link key={to} to={to} search={(now) => ({ facility: now.facility })} className={classes.place}>
          <Icon size={20} stroke={1.6} aria-hidden="true" />
          {label}
          {to === '/discrepancies' && open !== undefined && open > 0 && (
            <span className={classes.count}>
              {open > 999 ? '999+' : countWords(open)}
              <span className="visually-hidden"> open</span>
            </span>
          )}
        </Link>
      ))}
      <span className={classes.gap} />
      {onLock && (
        <button type="button" className={`${classes.place} ${classes.lock}`} onClick={onLock}>
          <IconLock size={20} stroke={1.6} aria-hidden="true" />
          Lock
        </button>
      )}
    </nav>
  )
}
