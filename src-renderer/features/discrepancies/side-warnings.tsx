import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { dayTimeOf } from '../../format/instant.ts'
import { Glyph } from '../../ui/glyph.tsx'
import classes from './list.module.css'
import type { SideWarning } from './list-shape.ts'

const shownAtMost = 3

/** Over the list: which side failed or was read in part, what still holds, and since when. */
export function SideWarnings({ warnings, now }: { warnings: readonly SideWarning[]; now: Instant }) {
  const more = warnings.length - shownAtMost
  return (
    <>
      {warnings.slice(0, shownAtMost).map(({ key, side, pairing, problem }) => (
        <div key={key} className={`${classes.warning} ${classes[problem]}`} role="status">
          <Glyph name={problem === 'failed' ? 'warning' : 'clock'} />
          <span>
            <b>
              {pairing.facility.name}, {side.system}:
            </b>{' '}
            {problem === 'failed'
              ? side.lastFailure?.tell
              : `read in part. ${[...new Set(side.coverageReasons)].join(' ')}`}{' '}
            {side.sealedAt === null
              ? 'Nothing of it has been read yet.'
              : `What is shown of it was read ${dayTimeOf(side.sealedAt, pairing.facility.zone, now)} (${ageWords(side.sealedAt, now)}).`}
          </span>
        </div>
      ))}
      {more > 0 && <div className={classes.warning}>And {more} more in Facilities.</div>}
    </>
  )
}
