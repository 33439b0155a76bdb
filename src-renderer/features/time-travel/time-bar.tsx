import { ActionIcon, Button, Select, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { FacilityId, PairingId } from '#contract/ids'
import type { Instant, ZoneId } from '#contract/time'
import { momentWords } from '../../format/instant.ts'
import { compareQueries } from '../../queries/compares.ts'
import { errorToTell } from '../../queries/windowed-list.ts'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './time-bar.module.css'
import { momentOf, stopInView, type TimeStop, timeStops } from './time-shape.ts'

export type TimeBarProps = {
  /** What is in view; both left out: every pairing. */
  facilityId?: FacilityId
  pairingId?: PairingId
  /** The moment in view; undefined is now. */
  asOf: Instant | undefined
  /** On whose clock moments are told. */
  zone: ZoneId
  now: Instant
  /** Goes to a moment, or back to now. */
  onPick: (asOf: Instant | undefined) => void
}

/** The compares of what is in view, to look at the screen as any of them showed it. Nothing before the first compare. */
export function TimeBar({ facilityId, pairingId, asOf, zone, now, onPick }: TimeBarProps) {
  const of = {
    ...(facilityId === undefined ? {} : { facilityId }),
    ...(pairingId === undefined ? {} : { pairingId }),
  }
  const compares = useQuery(compareQueries.list(of))
  const stops = useMemo(() => timeStops(compares.data ?? [], zone, now), [compares.data, zone, now])
  const failed = errorToTell(compares)
  if (failed) {
    return (
      <ErrorBox error={failed} what="Earlier comparisons could not be listed" onRetry={() => void compares.refetch()} />
    )
  }
  if (stops.length === 0 && asOf === undefined) return null
  return <TimeBarView {...{ stops, asOf, zone, now, onPick }} />
}

type ViewProps = { stops: readonly TimeStop[] } & Pick<TimeBarProps, 'asOf' | 'zone' | 'now' | 'onPick'>

/** A slider over the stops, with what each opened and closed over it, and the same stops as a list to search. */
function TimeBarView({ stops, asOf, zone, now, onPick }: ViewProps) {
  const index = stopInView(stops, asOf)
  const stop = index === null ? undefined : stops[index]
  const last = stops.length - 1
  const go = (to: number): void => onPick(momentOf(stops, to))
  const past = asOf !== undefined
  return (
    <section className={past ? `${classes.bar} ${classes.past}` : classes.bar} aria-label="Time travel">
      <IconHistory size={16} stroke={1.6} aria-hidden="true" className={classes.icon ?? ''} />
      <span className={classes.name}>{past ? 'As it was' : 'Time travel'}</span>
      <Tooltip label="The comparison before">
        <ActionIcon
          variant="default"
          size={26}
          aria-label="The comparison before"
          disabled={index === null || index === 0}
          onClick={() => go((index ?? 0) - 1)}
        >
          <IconChevronLeft size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="The comparison after">
        <ActionIcon
          variant="default"
          size={26}
          aria-label="The comparison after"
          disabled={!past || (index ?? -1) >= last}
          onClick={() => go((index ?? -1) + 1)}
        >
          <IconChevronRight size={15} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.track}>
        <Marks stops={stops} active={index} />
        <input
          type="range"
          className={classes.slider}
          aria-label="Comparison in view"
          aria-valuetext={
            stop ? `${past ? stop.when : `Now, as compared ${stop.when}`}: ${stop.found}` : 'Before the first'
          }
          min={0}
          max={Math.max(1, last)}
          step={1}
          disabled={last < 1}
          value={index ?? 0}
          onChange={(event) => go(Number(event.currentTarget.value))}
        />
      </div>
      <Select
        className={classes.list ?? ''}
        aria-label="Comparisons"
        searchable
        allowDeselect={false}
        nothingFoundMessage="No comparison at that time"
        comboboxProps={{ width: 340, position: 'top-end' }}
        placeholder={past ? `Nothing compared by ${momentWords(asOf, zone, now)}` : ''}
        data={stops.toReversed().map(({ at, when, found }) => ({ value: at, label: `${when}: ${found}` }))}
        value={stop?.at ?? null}
        onChange={(at) => go(stops.findIndex((known) => known.at === at))}
      />
      <Button variant={past ? 'filled' : 'default'} disabled={!past} onClick={() => onPick(undefined)}>
        {past ? 'Back to now' : 'Now'}
      </Button>
    </section>
  )
}

/** How much each compare opened (up) and closed (down), at the place of its stop. Decoration: the list says it in numbers. */
function Marks({ stops, active }: { stops: readonly TimeStop[]; active: number | null }) {
  const last = Math.max(1, stops.length - 1)
  const half = 10
  return (
    <svg
      className={classes.marks}
      viewBox={`0 0 ${last * 10} ${half * 2}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path className={classes.axis} d={`M0 ${half}H${last * 10}`} />
      <path className={classes.opened} d={stops.map(({ opened }, at) => tick(at, opened, -half)).join('')} />
      <path className={classes.closed} d={stops.map(({ closed }, at) => tick(at, closed, half)).join('')} />
      {active !== null && <path className={classes.active} d={`M${active * 10} 0v${half * 2}`} />}
    </svg>
  )
}

const tick = (at: number, height: number, up: number): string => (height === 0 ? '' : `M${at * 10} 10v${height * up}`)
