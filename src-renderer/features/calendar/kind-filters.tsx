import { Button, CloseButton, Switch, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { countWords } from '../../format/count.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import { useTyped } from '../../ui/use-typed.ts'
import classes from './calendar.module.css'
import type { FamilyChip } from './chips-shape.ts'
import type { MarkFamily } from './mark-family.ts'

type KindFiltersProps = {
  chips: readonly FamilyChip[]
  /** Why kinds cannot be picked; null where they can. */
  why: string | null
  lanes: string
  laneWord: string
  only: boolean
  /** Something of it narrows what is shown. */
  filtered: boolean
  searchRef: RefObject<HTMLInputElement | null>
  onFamily: (family: MarkFamily) => void
  onLanes: (text: string) => void
  onOnly: (only: boolean) => void
  onClear: () => void
  /** Out of the search by Escape. */
  onLeave: () => void
}

/** Which lanes are shown, and kinds as chips with their counts. */
export function KindFilters(props: KindFiltersProps) {
  const { chips, why, lanes, laneWord, only, filtered, searchRef, onFamily, onLanes, onOnly, onClear, onLeave } = props
  const [typed, setTyped] = useTyped(lanes, onLanes)
  return (
    <>
      <div className={`${classes.group} ${classes.lanes}`}>
        <TextInput
          ref={searchRef}
          className={classes.search ?? ''}
          aria-label={`Search ${laneWord}s`}
          placeholder={`${laneWord} or shift`}
          leftSection={<IconSearch size={14} />}
          rightSection={
            typed === '' ? null : <CloseButton size="sm" aria-label="Clear search" onClick={() => setTyped('')} />
          }
          value={typed}
          maxLength={100}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            setTyped('')
            onLeave()
          }}
        />
        <Switch
          size="xs"
          label="Only lanes with discrepancies"
          checked={only}
          onChange={(event) => onOnly(event.currentTarget.checked)}
        />
      </div>
      {(chips.length > 0 || filtered || why !== null) && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame and a legend
        <div className={classes.group} role="group" aria-label="Kinds">
          {chips.map(({ family, words, look, count, picked }) => (
            <button
              key={family}
              type="button"
              className={`${classes.chip} ${classes[look.family]}`}
              aria-pressed={picked}
              onClick={() => onFamily(family)}
            >
              <KindGlyph look={look} />
              {words} <b className="digits">{countWords(count)}</b>
            </button>
          ))}
          {why !== null && <span className={classes.why}>{why}</span>}
          {filtered && (
            <Button variant="subtle" onClick={onClear}>
              Clear filters
            </Button>
          )}
        </div>
      )}
    </>
  )
}
