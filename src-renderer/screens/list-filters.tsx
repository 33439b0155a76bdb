import { useQuery } from '@tanstack/react-query'
import { type RefObject, useCallback } from 'react'
import type { Operator } from '#contract/desk-work'
import type { DiscrepancyKind } from '#contract/discrepancies'
import type { PairingState } from '#contract/pairings'
import { type Instant, ZoneId } from '#contract/time'
import { AddFilter } from '../features/discrepancies/add-filter.tsx'
import { FilterBar } from '../features/discrepancies/filter-bar.tsx'
import { kindChips } from '../features/discrepancies/list-shape.ts'
import { SavedFilters } from '../features/discrepancies/saved-filters.tsx'
import { type TokenKey, tokensOf } from '../features/discrepancies/token-shape.ts'
import { deskZone } from '../format/instant.ts'
import { deskQueries } from '../queries/desk-work.ts'
import { type DiscrepanciesSearch, noFilter, pickedKinds, searchOf } from './search.ts'
import type { ListView } from './use-list-view.ts'
import { nothingOpen } from './use-open-row.ts'

type ListFiltersProps = {
  search: DiscrepanciesSearch
  view: ListView
  /** All pairings, undefined while they are on their way; and those in view. */
  pairings: readonly PairingState[] | undefined
  inView: readonly PairingState[]
  operators: readonly Operator[]
  /** Whose lane is listed, where one is. */
  lane: string | null
  now: Instant
  readOnly: string | null
  filtered: boolean
  searchRef: RefObject<HTMLInputElement | null>
  adding: boolean
  onAdding: (adding: boolean) => void
  onKind: (kind: DiscrepancyKind) => void
  onClear: () => void
  onAccepted: () => void
  onChange: (part: Partial<DiscrepanciesSearch>) => void
}

/** What an address loses with a token. */
const without: Record<TokenKey, Partial<DiscrepanciesSearch>> = {
  pairingId: { of: undefined },
  resource: { resource: undefined, unbooked: undefined },
  assignedTo: { assigned: undefined },
  within: { from: undefined, to: undefined },
}

/** The filters over the list and those that are kept, as the address says them and as they change it. */
export function ListFilters(props: ListFiltersProps) {
  const { search, view, pairings, inView, operators, lane, now, readOnly, filtered, searchRef, adding } = props
  const { onAdding, onKind, onClear, onAccepted, onChange } = props
  const { as, accepted = false, order = 'time', group = null, cluster, text = '' } = search
  const past = as !== undefined
  const saved = useQuery(deskQueries.savedFilters()).data ?? []
  const zones = new Set(inView.map(({ facility }) => facility.zone))
  const zone = zones.size === 1 ? ([...zones][0] ?? here()) : here()
  const { asOf: _, clusterId: __, ...kept } = view.filter
  const onText = useCallback((typed: string) => onChange({ text: typed.trim() === '' ? undefined : typed }), [onChange])
  return (
    <FilterBar
      chips={kindChips(view.counts, pickedKinds(search.kinds), inView)}
      tokens={tokensOf({ filter: view.filter, pairings, operators, lane, zone, now })}
      text={text}
      order={order}
      group={group}
      filtered={filtered}
      accepted={past ? null : { count: view.counts?.accepted ?? 0, shown: accepted }}
      searchRef={searchRef}
      add={
        <AddFilter
          opened={adding}
          onOpened={onAdding}
          pairings={inView}
          operators={past ? [] : operators}
          zone={zone}
          now={now}
          onWithin={({ start, end }) => onChange({ from: start, to: end })}
          onAssigned={(to) => onChange({ assigned: to ?? 'nobody' })}
          onPairing={(of) => onChange({ of })}
          onWorker={() => onChange({ group: 'resource', ...nothingOpen })}
        />
      }
      saved={
        past ? null : (
          <SavedFilters
            saved={saved}
            current={cluster === undefined ? { filter: kept, order } : null}
            filtered={filtered || accepted}
            readOnly={readOnly}
            zone={zone}
            now={now}
            onShow={({ filter, order: by }) =>
              onChange({
                ...noFilter,
                facility: undefined,
                group: undefined,
                ...searchOf(filter),
                order: by === 'time' ? undefined : by,
                ...nothingOpen,
              })
            }
          />
        )
      }
      onKind={onKind}
      onRemove={(key) => onChange(without[key])}
      onText={onText}
      onOrder={(next) => onChange({ order: next === 'time' ? undefined : next })}
      onGroup={(next) => onChange({ group: next ?? undefined, cluster: undefined, ...nothingOpen })}
      onClear={onClear}
      onAccepted={onAccepted}
    />
  )
}

const here = (): ZoneId => ZoneId.parse(deskZone())
