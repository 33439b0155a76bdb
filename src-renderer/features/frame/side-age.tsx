import { Tooltip } from '@mantine/core'
import type { SideState } from '#contract/pairings'
import type { Instant, ZoneId } from '#contract/time'
import { sideLook } from '../../format/side-words.ts'
import { Glyph } from '../../ui/glyph.tsx'
import classes from './frame.module.css'

type SideAgeProps = { side: SideState; zone: ZoneId; now: Instant }

const toneClass = { quiet: '', amber: classes.stale, crimson: classes.failing }

/** A system's own name with the age of its last complete read, or since when it fails. */
export function SideAge({ side, zone, now }: SideAgeProps) {
  const { tone, glyph, words, brief, why } = sideLook(side, zone, now)
  return (
    <Tooltip label={why} multiline w={320} disabled={why === ''}>
      <span className={`${classes.side} ${toneClass[tone]}`}>
        <b>{side.system}</b>
        {glyph && <Glyph name={glyph} size={14} />}
        <span className={classes.age}>{words}</span>
        <span className={classes.brief}>{brief}</span>
      </span>
    </Tooltip>
  )
}
