import { Button } from '@mantine/core'
import type { PairingState } from '#contract/pairings'
import type { Instant, Span } from '#contract/time'
import { daysOfSpan } from '../../format/instant.ts'
import { Glyph } from '../../ui/glyph.tsx'
import { NetworkNote } from '../../ui/network-note.tsx'
import { Reason } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import classes from './calendar.module.css'
import type { EmptyWords } from './empty-shape.ts'

type NoPairingProps = {
  /** Facilities that do have a calendar. */
  others: readonly PairingState[]
  onFacilities: () => void
  onOther: (state: PairingState) => void
}

/** The facility in view compares nothing. */
export function NoPairing({ others, onFacilities, onOther }: NoPairingProps) {
  return (
    <EmptyState
      title="Nothing is compared here yet"
      actions={
        <>
          <Button size="sm" onClick={onFacilities}>
            Go to Facilities
          </Button>
          {others.map((state) => (
            <Button key={state.pairing.id} size="sm" variant="default" onClick={() => onOther(state)}>
              {state.facility.name}
            </Button>
          ))}
        </>
      }
    >
      A pairing says which two systems hold the schedule of a facility. Add one in Facilities, then sync it
      {others.length > 0 ? ', or look at a facility that has one.' : '.'}
    </EmptyState>
  )
}

type NeverProps = { state: PairingState; readOnly: string | null; onSync: () => void }

/** There is a pairing, and nothing was compared. */
export function NeverCompared({ state, readOnly, onSync }: NeverProps) {
  const { left, right, facility } = state
  return (
    <EmptyState
      title="Never compared"
      actions={
        <>
          <Button size="sm" disabled={readOnly !== null} onClick={onSync}>
            Sync now
          </Button>
          {readOnly === null ? <NetworkNote sides={[left, right]} /> : <Reason text={readOnly} />}
        </>
      }
    >
      A sync reads {left.system} and {right.system} for {facility.name} and compares them. It changes nothing in either.
    </EmptyState>
  )
}

/** The moment in view lies before the first compare. */
export function NothingByThen({ moment, onNow }: { moment: string; onNow: () => void }) {
  return (
    <EmptyState title={`Nothing was compared by ${moment}`} actions={<Button onClick={onNow}>Back to now</Button>}>
      Pick a later comparison below, or go back to now. How far back comparisons are kept is said in Settings.
    </EmptyState>
  )
}

type EmptySpanProps = {
  words: Pick<EmptyWords, 'title' | 'text'>
  /** Days before and after to go on to; null where none is known. */
  before: { words: string; go: () => void } | null
  after: { words: string; go: () => void } | null
}

/** Nothing stands in the days in view. */
export function EmptySpan({ words, before, after }: EmptySpanProps) {
  return (
    <EmptyState
      title={words.title}
      actions={
        <>
          {before && (
            <Button variant="default" onClick={before.go}>
              Back to {before.words}
            </Button>
          )}
          {after && (
            <Button variant="default" onClick={after.go}>
              On to {after.words}
            </Button>
          )}
        </>
      }
    >
      {words.text}
    </EmptyState>
  )
}

type HiddenProps = { what: string; onClear: () => void }

/** There is something, and the filters hide all of it. */
export function AllHidden({ what, onClear }: HiddenProps) {
  return (
    <EmptyState title="The filters hide everything" actions={<Button onClick={onClear}>Clear filters</Button>}>
      {what}
    </EmptyState>
  )
}

type UnjudgedProps = { window: Span; state: PairingState; now: Instant }

/** Over days that no part of was judged. */
export function UnjudgedNote({ window, state, now }: UnjudgedProps) {
  const { zone } = state.facility
  return (
    <div className={classes.note} role="status">
      <Glyph name="question" />
      Not judged: the comparison in view looked at {daysOfSpan(window, zone, now)}. What is shown of other days is what
      was read, and nothing is said about it.
    </div>
  )
}
