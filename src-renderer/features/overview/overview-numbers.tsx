import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { FacilityId, OperatorId } from '#contract/ids'
import { countWords } from '../../format/count.ts'
import { Glyph } from '../../ui/glyph.tsx'
import classes from './overview.module.css'

export type Numbers = {
  alerts: number
  doubleBooked: number
  /** Connections whose newest read failed somewhere. */
  failing: number
  open: number
  /** Open and given to who decides now; null before that is known. */
  mine: { operator: OperatorId; open: number } | null
  followUps: number
}

type OverviewNumbersProps = { numbers: Numbers; facility: FacilityId | undefined }

/** What waits altogether; every number opens the very list it counts. */
export function OverviewNumbers({ numbers, facility }: OverviewNumbersProps) {
  const { alerts, doubleBooked, failing, open, mine, followUps } = numbers
  return (
    <ul className={classes.numbers} aria-label="What waits">
      <Card
        count={alerts}
        name="Alerts"
        about="nobody has acknowledged"
        link={{ to: '/alerts', search: { facility } }}
      />
      <Card
        count={doubleBooked}
        name="Double bookings"
        about="open"
        urgent
        glyph={<Glyph name="overlap" />}
        link={{ to: '/discrepancies', search: { facility, kinds: 'overlap' } }}
      />
      <Card
        count={failing}
        name="Connections failing"
        about="their newest read"
        urgent
        glyph={<Glyph name="warning" />}
        link={{ to: '/connections', search: { facility, failing: true } }}
      />
      {mine && (
        <Card
          count={mine.open}
          name="Given to me"
          about="open"
          link={{ to: '/discrepancies', search: { facility, assigned: mine.operator } }}
        />
      )}
      <Card count={followUps} name="Follow-ups" about="open" link={{ to: '/follow-ups', search: { facility } }} />
      <Card count={open} name="Discrepancies" about="open" link={{ to: '/discrepancies', search: { facility } }} />
    </ul>
  )
}

type CardProps = {
  count: number
  name: string
  about: string
  link: LinkProps
  urgent?: boolean
  glyph?: ReactNode
}

function Card({ count, name, about, link, urgent = false, glyph }: CardProps) {
  return (
    <li>
      <Link {...link} className={classes.number} {...(urgent && count > 0 ? { 'data-urgent': '' } : {})}>
        <b className="digits">
          {urgent && count > 0 && glyph}
          {countWords(count)}
        </b>
        <span>
          {name} <span className={classes.about}>{about}</span>
        </span>
      </Link>
    </li>
  )
}
