import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { FollowUp } from '#contract/desk-work'
import type { FollowUpId } from '#contract/ids'
import type { Instant, ZoneId } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { dayTimeOf } from '../../format/instant.ts'
import { CopyIcon } from '../../ui/copy-button.tsx'
import classes from './follow-ups.module.css'

type FollowUpListProps = {
  followUps: readonly FollowUp[]
  /** The computer's zone: they were written at this desk. */
  zone: ZoneId
  now: Instant
  readOnly: string | null
  busyId: FollowUpId | null
  onClose: (followUp: FollowUp, closed: boolean) => void
}

/** What somebody has to do outside, oldest first; closed ones below, newest first. */
export function FollowUpList({ followUps, zone, now, readOnly, busyId, onClose }: FollowUpListProps) {
  return (
    <ul className={classes.list} aria-label="Follow-ups">
      {followUps.map((followUp) => {
        const { id, facility, facilityId, about, text, by, at, closed } = followUp
        return (
          <li key={id} className={classes.item} {...(closed ? { 'data-closed': '' } : {})}>
            <div className={classes.said}>
              <p className={classes.text}>{text}</p>
              <p className={classes.dim}>
                {facility}, by {by}, {dayTimeOf(at, zone, now)} ({ageWords(at, now)})
                {closed && `. Closed by ${closed.by}, ${ageWords(closed.at, now)}`}
              </p>
            </div>
            <div className={classes.acts}>
              {about && (
                <Link
                  to="/discrepancies"
                  search={{ facility: facilityId, open: about.fingerprint, pairing: about.pairingId }}
                  className={classes.link}
                >
                  Open its discrepancy
                </Link>
              )}
              <CopyIcon text={text} label="Copy the text" />
              <Button
                variant="default"
                disabled={readOnly !== null || busyId === id}
                onClick={() => onClose(followUp, closed === null)}
              >
                {closed ? 'Open again' : 'Close'}
              </Button>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
