import { Tooltip } from '@mantine/core'
import type { SideState } from '#contract/pairings'
import type { Instant, ZoneId } from '#contract/time'
import { ageWords, isStale } from '../../format/age.ts'
import { timeOf } from '../../format/instant.ts'
import { Glyph } from '../../ui/glyph.tsx'
import classes from './frame.module.css'

type SideAgeProps = { side: SideState; zone: ZoneId; now: Instant }

/** A system's own name with the age of its last complete read, or since when it fails. */
export function SideAge({ side, zone, now }: SideAgeProps) {
  if (side.lastFailure) {
    return (
      <Tooltip label={side.lastFailure.tell} multiline w={320}>
        <span className={`${classes.side} ${classes.failing}`}>
          <b>{side.system}</b>
          <Glyph name="warning" size={14} />
          failed {timeOf(side.lastFailure.at, zone)}
        </span>
      </Tooltip>
    )
  }
  if (side.sealedAt === null) {
    return (
      <span className={classes.side}>
        <b>{side.system}</b> never read
      </span>
    )
  }
  const stale = isStale(side, now)
  return (
    <span className={stale ? `${classes.side} ${classes.stale}` : classes.side}>
      <b>{side.system}</b>
      {stale && <Glyph name="clock" size={14} />}
      {stale ? 'stale, ' : ''}read {ageWords(side.sealedAt, now)}
      {side.coverage === 'partial' && ', partly'}
    </span>
  )
}
