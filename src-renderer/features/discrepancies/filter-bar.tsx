import { Button, CloseButton, Select, TextInput } from '@mantine/core'
import { IconCheck, IconSearch, IconX } from '@tabler/icons-react'
import { type RefObject, useEffect, useState } from 'react'
import type { DiscrepancyKind, DiscrepancyOrder } from '#contract/discrepancies'
import { countWords } from '../../format/count.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import classes from './list.module.css'
import type { KindChip } from './list-shape.ts'

type FilterBarProps = {
  chips: readonly KindChip[]
  text: string
  order: DiscrepancyOrder
  filtered: boolean
  /** The two systems whose pairing alone is listed; null where all are. */
  only: string | null
  /** How many are accepted under the same filters, and whether those are listed. */
  accepted: { count: number; shown: boolean }
  searchRef: RefObject<HTMLInputElement | null>
  onKind: (kind: DiscrepancyKind) => void
  onText: (text: string) => void
  onOrder: (order: DiscrepancyOrder) => void
  onClear: () => void
  /** Lists all pairings again. */
  onAll: () => void
  onAccepted: () => void
}

const typingPauseMs = 200

/** Kinds as chips with their counts, the search and the order; all of it mirrored in the address. */
export function FilterBar(props: FilterBarProps) {
  const { chips, order, filtered, only, accepted, searchRef, onKind, onText, onOrder, onClear, onAll, onAccepted } =
    props
  const [typed, setTyped] = useTyped(props.text, onText)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a search element is not needed around filters
    <div className={classes.filters} role="group" aria-label="Filters">
      {chips.map(({ kind, words, look, count, picked }) => (
        <button key={kind} type="button" className={classes.chip} aria-pressed={picked} onClick={() => onKind(kind)}>
          <KindGlyph look={look} />
          {words} <b className="digits">{countWords(count)}</b>
        </button>
      ))}
      {(accepted.count > 0 || accepted.shown) && (
        <button type="button" className={classes.chip} aria-pressed={accepted.shown} onClick={onAccepted}>
          <IconCheck size={16} aria-hidden="true" />
          Accepted <b className="digits">{countWords(accepted.count)}</b>
        </button>
      )}
      {only !== null && (
        <button type="button" className={classes.chip} aria-pressed={true} onClick={onAll}>
          <IconX size={16} aria-hidden="true" />
          Only {only}
        </button>
      )}
      {filtered && (
        <Button variant="subtle" onClick={onClear}>
          Clear filters
        </Button>
      )}
      <div className={classes.find}>
        <TextInput
          ref={searchRef}
          className={classes.search ?? ''}
          aria-label="Search worker, shift or id"
          placeholder="Worker, shift or id"
          leftSection={<IconSearch size={14} />}
          rightSection={
            typed === '' ? null : <CloseButton size="sm" aria-label="Clear search" onClick={() => setTyped('')} />
          }
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('')
          }}
        />
        <Select
          aria-label="Order"
          w={150}
          data={[
            { value: 'time', label: 'By start time' },
            { value: 'first-seen', label: 'Newest found first' },
          ]}
          value={order}
          allowDeselect={false}
          onChange={(value) => onOrder(value === 'first-seen' ? 'first-seen' : 'time')}
        />
      </div>
    </div>
  )
}

/** What is being typed, told on after a short pause; a change from outside (back, clear) replaces it. */
function useTyped(text: string, onText: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState({ shown: text, from: text })
  if (typed.from !== text) setTyped({ shown: text, from: text })
  const pending = typed.shown !== text
  useEffect(() => {
    if (!pending) return
    const timer = setTimeout(() => onText(typed.shown), typingPauseMs)
    return () => clearTimeout(timer)
  }, [pending, typed.shown, onText])
  return [typed.shown, (shown) => setTyped({ shown, from: text })]
}
