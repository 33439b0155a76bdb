import { Button } from '@mantine/core'
import type { MatchDecision } from '#contract/matches'
import type { Instant, ZoneId } from '#contract/time'
import { dayTimeOf, zoneNameOf } from '../../format/instant.ts'
import { pairWords } from '../../format/match-words.ts'
import classes from './matches.module.css'

type DecisionListProps = {
  decisions: readonly MatchDecision[]
  systems: { left: string; right: string }
  zone: ZoneId
  now: Instant
  readOnly: boolean
  onTakeBack: (decision: MatchDecision) => void
}

/** What people said about pairs and still holds, newest first. */
export function DecisionList({ decisions, systems, zone, now, readOnly, onTakeBack }: DecisionListProps) {
  return (
    <ul className={classes.decisions} aria-label="Decisions">
      {decisions.map((one) => (
        <li key={`${one.leftKey} ${one.rightKey}`}>
          <div className={classes.decision}>
            <p>
              <b>{one.decision === 'pin' ? 'The same' : 'Not the same'}:</b> {pairWords(one, systems)}
            </p>
            <p className={classes.dim}>
              {one.by}, {dayTimeOf(one.at, zone, now)} {zoneNameOf(one.at, zone)}: {one.reason}
            </p>
          </div>
          <Button
            variant="default"
            disabled={readOnly}
            aria-label={`Take it back: ${one.leftKey} and ${one.rightKey}`}
            onClick={() => onTakeBack(one)}
          >
            Take it back
          </Button>
        </li>
      ))}
    </ul>
  )
}
