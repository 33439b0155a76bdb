import { useRef } from 'react'
import type { StandingMatch } from '#contract/matches'
import type { Instant, ZoneId } from '#contract/time'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { MatchRow } from './match-row.tsx'
import classes from './matches.module.css'

const rowHeight = 48

type MatchListProps = {
  total: number
  matchAt: (index: number) => StandingMatch | undefined
  zone: ZoneId
  now: Instant
  readOnly: boolean
  onRange: (first: number, last: number) => void
  onPin: (standing: StandingMatch) => void
  onForbid: (standing: StandingMatch) => void
  onTakeBack: (standing: StandingMatch) => void
}

/** The pairs without ids by start, drawn only where they are in view. */
export function MatchList({ total, matchAt, onRange, ...row }: MatchListProps) {
  const listRef = useRef<HTMLDivElement>(null)
  const { items, height } = useVirtualRows({ scrollRef: listRef, count: total, rowHeight, overscan: 8, onRange })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keys
    <div ref={listRef} className={classes.scroll} tabIndex={0} role="region" aria-label="Pairs without ids">
      <ul className={classes.list} style={{ height }}>
        {items.map((item) => (
          <li
            key={item.key}
            className={classes.row}
            style={{ transform: `translateY(${item.start}px)` }}
            aria-setsize={total}
            aria-posinset={item.index + 1}
          >
            <MatchRow standing={matchAt(item.index)} {...row} />
          </li>
        ))}
      </ul>
    </div>
  )
}
