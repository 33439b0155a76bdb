import { Button, CloseButton, TextInput } from '@mantine/core'
import { IconFilter, IconSearch } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { KindToggle } from '../../ui/kind-toggle.tsx'
import { useTyped } from '../../ui/use-typed.ts'
import classes from './calendar.module.css'
import type { FamilyChip } from './chips-shape.ts'
import type { MarkFamily } from './mark-family.ts'

type KindFiltersProps = {
  chips: readonly FamilyChip[]
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
  const { chips, lanes, laneWord, only, filtered, searchRef, onFamily, onLanes, onOnly, onClear, onLeave } = props
  const [typed, setTyped] = useTyped(lanes, onLanes)
  return (
    <>
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
      <Button
        role="switch"
        aria-checked={only}
        variant={only ? 'light' : 'default'}
        px={7}
        title="Only lanes with discrepancies"
        onClick={() => onOnly(!only)}
      >
        <IconFilter size={15} />
        <span className={classes.foldable}>Only lanes with discrepancies</span>
      </Button>
      {(chips.length > 0 || filtered) && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame and a legend
        <div className={classes.chips} role="group" aria-label="Kinds">
          {chips.map(({ family, ...chip }) => (
            <KindToggle key={family} {...chip} wordsClass={classes.chipWords} onPick={() => onFamily(family)} />
          ))}
          {filtered && (
            <Button variant="subtle" px={8} onClick={onClear}>
              Clear filters
            </Button>
          )}
        </div>
      )}
    </>
  )
}
