import { Button } from '@mantine/core'
import type { StandingMatch } from '#contract/matches'
import type { Instant, ZoneId } from '#contract/time'
import { spanWords } from '../../format/instant.ts'
import { MatchMark } from '../../ui/match-mark.tsx'
import classes from './matches.module.css'

type MatchRowProps = {
  standing: StandingMatch | undefined
  zone: ZoneId
  now: Instant
  readOnly: boolean
  onPin: (standing: StandingMatch) => void
  onForbid: (standing: StandingMatch) => void
  onTakeBack: (standing: StandingMatch) => void
}

/** One pair that stands without ids: who and when, both ids, and how it came about. */
export function MatchRow({ standing, zone, now, readOnly, onPin, onForbid, onTakeBack }: MatchRowProps) {
  if (!standing) {
    return (
      <span className={classes.blank}>
        <span className="visually-hidden">loading</span>
      </span>
    )
  }
  const { match, span, who, label } = standing
  const { how, explanation, decided, leftKey, rightKey } = match
  const ids = `${leftKey} and ${rightKey}`
  return (
    <>
      <span className={classes.lines}>
        <b>{who === '' ? 'Nobody assigned' : who}</b>
        <span>{label}</span>
      </span>
      <span className={`${classes.lines} digits`}>
        <b>{spanWords(span, zone, now)}</b>
      </span>
      <span className={classes.lines}>
        <span title={leftKey}>{leftKey}</span>
        <span title={rightKey}>{rightKey}</span>
      </span>
      <span className={classes.how}>
        <MatchMark how={how} />
        <span className={classes.dim} title={decided?.reason}>
          {decided ? `${decided.by}: ${decided.reason}` : explanation && `${explanation.score} points`}
        </span>
      </span>
      <span className={classes.acts}>
        {how === 'rule' ? (
          <>
            <Button
              variant="default"
              disabled={readOnly}
              aria-label={`They are the same: ${ids}`}
              onClick={() => onPin(standing)}
            >
              The same
            </Button>
            <Button
              variant="default"
              disabled={readOnly}
              aria-label={`Not the same: ${ids}`}
              onClick={() => onForbid(standing)}
            >
              Not the same
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            disabled={readOnly}
            aria-label={`Take it back: ${ids}`}
            onClick={() => onTakeBack(standing)}
          >
            Take it back
          </Button>
        )}
      </span>
    </>
  )
}
