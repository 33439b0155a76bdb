import { Button, CloseButton, Select, TextInput } from '@mantine/core'
import { IconCheck, IconSearch, IconX } from '@tabler/icons-react'
import type { ReactNode, RefObject } from 'react'
import { type DiscrepancyKind, type DiscrepancyOrder, GroupBy } from '#contract/discrepancies'
import { countWords } from '../../format/count.ts'
import chip from '../../ui/chip.module.css'
import { KindToggle } from '../../ui/kind-toggle.tsx'
import { useTyped } from '../../ui/use-typed.ts'
import { groupings } from './group-shape.ts'
import classes from './list.module.css'
import type { KindChip } from './list-shape.ts'
import type { Token, TokenKey } from './token-shape.ts'

type FilterBarProps = {
  chips: readonly KindChip[]
  tokens: readonly Token[]
  text: string
  order: DiscrepancyOrder
  group: GroupBy | null
  filtered: boolean
  /** How many are accepted under the same filters, and whether those are listed; null where that is not asked about. */
  accepted: { count: number; shown: boolean } | null
  searchRef: RefObject<HTMLInputElement | null>
  /** The menu that narrows the list further, and the filters that are kept. */
  add: ReactNode
  saved: ReactNode
  onKind: (kind: DiscrepancyKind) => void
  /** Takes a token off. */
  onRemove: (token: TokenKey) => void
  onText: (text: string) => void
  onOrder: (order: DiscrepancyOrder) => void
  onGroup: (group: GroupBy | null) => void
  onClear: () => void
  onAccepted: () => void
}

const orders: { value: DiscrepancyOrder; label: string }[] = [
  { value: 'time', label: 'By start time' },
  { value: 'first-seen', label: 'Newest found first' },
  { value: 'risk', label: 'By risk' },
]

/** Kinds as chips with their counts, further filters as tokens, search, grouping and order; all mirrored in the address. */
export function FilterBar(props: FilterBarProps) {
  const { chips, tokens, order, group, filtered, accepted, searchRef, add, saved } = props
  const { onKind, onRemove, onText, onOrder, onGroup, onClear, onAccepted } = props
  const [typed, setTyped] = useTyped(props.text, onText)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a search element is not needed around filters
    <div className={classes.filters} role="group" aria-label="Filters">
      {chips.map(({ kind, words, look, count, picked }) => (
        <KindToggle key={kind} {...{ words, look, count, picked }} onPick={() => onKind(kind)} />
      ))}
      {accepted && (accepted.count > 0 || accepted.shown) && (
        <button type="button" className={chip.chip} aria-pressed={accepted.shown} onClick={onAccepted}>
          <IconCheck size={16} aria-hidden="true" />
          Accepted <b className="digits">{countWords(accepted.count)}</b>
        </button>
      )}
      {tokens.map(({ key, words }) => (
        <button
          key={key}
          type="button"
          className={chip.chip}
          aria-pressed={true}
          title="Take this filter off"
          onClick={() => onRemove(key)}
        >
          <IconX size={14} aria-hidden="true" />
          {words}
        </button>
      ))}
      {add}
      {filtered && (
        <Button variant="subtle" onClick={onClear}>
          Clear filters
        </Button>
      )}
      {saved}
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
          aria-label="Group by"
          w={124}
          data={[...groupings]}
          value={group ?? 'none'}
          allowDeselect={false}
          onChange={(value) => onGroup(groupOf(value))}
        />
        <Select
          aria-label="Order"
          w={150}
          data={orders}
          value={order}
          allowDeselect={false}
          disabled={group !== null}
          onChange={(value) => onOrder(orders.find((known) => known.value === value)?.value ?? 'time')}
        />
      </div>
    </div>
  )
}

function groupOf(value: string | null): GroupBy | null {
  const group = GroupBy.safeParse(value)
  return group.success ? group.data : null
}
