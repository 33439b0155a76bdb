import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { countOf, countWords } from '../../format/count.ts'
import type { Command } from '../../ui/use-commands.ts'
import classes from './palette.module.css'
import { markAfter, type PaletteGroup } from './palette-shape.ts'

/** The dialog that Ctrl K opens from anywhere, from a field too. Nothing of what was typed is kept. */
export function Palette({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  return (
    <Spotlight.Root
      tagsToIgnore={[]}
      triggerOnContentEditable
      size={640}
      centered={false}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      transitionProps={{ duration: 80, transition: 'fade' }}
      // Whoever runs an entry is brought back first, so that what it opens keeps the focus.
      returnFocus={false}
      onSpotlightOpen={onOpen}
      attributes={{ content: { 'aria-label': 'Jump or run' } }}
    >
      {children}
    </Spotlight.Root>
  )
}

type PaletteBoxProps = {
  groups: readonly PaletteGroup[]
  query: string
  /** What is still being looked for; empty where nothing is. */
  waitingFor: string
  /** Why records could not be looked for; null where they could. */
  failed: string | null
  onQuery: (query: string) => void
  onRun: (command: Command) => void
  onClose: () => void
}

/** The field and what fits it: arrows mark, Enter has the marked one done. */
export function PaletteBox({ groups, query, waitingFor, failed, onQuery, onRun, onClose }: PaletteBoxProps) {
  const id = useId()
  const listRef = useRef<HTMLDivElement>(null)
  const [picked, setPicked] = useState<string | null>(null)
  const all = groups.flatMap(({ entries }) => entries)
  const marked = Math.max(
    0,
    all.findIndex((entry) => entry.id === picked),
  )
  const optionId = (index: number): string => `${id}-${index}`
  const shown = all[marked]
  useEffect(() => {
    listRef.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [shown?.id])
  const run = (command: Command | undefined): void => {
    if (command && command.off === null) onRun(command)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') return onClose()
    const next = markAfter(event.key, marked, all.length)
    if (next !== null) {
      event.preventDefault()
      setPicked(all[next]?.id ?? null)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(shown)
    }
  }
  return (
    <>
      <Spotlight.Search
        aria-label="Command"
        role="combobox"
        aria-expanded={all.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(shown ? { 'aria-activedescendant': optionId(marked) } : {})}
        placeholder="A screen, a facility, a record, a day, a run, or something to do"
        leftSection={<IconSearch size={16} />}
        size="md"
        maxLength={200}
        value={query}
        onChange={(event) => {
          setPicked(null)
          onQuery(event.currentTarget.value)
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={listRef} id={`${id}-list`} className={classes.list} role="listbox" aria-label="What fits" tabIndex={-1}>
        {groups.map(({ name, entries, more }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options
          <div key={name} role="group" aria-label={name} className={classes.group}>
            <div className={classes.groupName} aria-hidden="true">
              {name}
              {more > 0 && `, first ${entries.length}`}
            </div>
            {entries.map((entry) => {
              const place = all.indexOf(entry)
              return (
                <Option
                  key={entry.id}
                  id={optionId(place)}
                  entry={entry}
                  marked={place === marked}
                  onRun={() => run(entry)}
                />
              )
            })}
          </div>
        ))}
      </div>
      <div className={classes.foot} role="status">
        {all.length === 0 && waitingFor === '' && (
          <span>
            Nothing fits <q>{query.trim()}</q>. Try a worker, an id as one of the systems writes it, a day like 18 Nov,
            or the name of a screen.
          </span>
        )}
        {waitingFor !== '' && <span>Looking for {waitingFor}.</span>}
        {failed !== null && <span className={classes.failed}>Records could not be looked for: {failed}</span>}
        {all.length > 0 && waitingFor === '' && <span>{entriesWords(all.length, groups)}</span>}
        <span className={classes.keysHint} aria-hidden="true">
          ↑ ↓ to choose, Enter to go or do, Esc to leave
        </span>
      </div>
    </>
  )
}

/** `8 entries`, `first 8 of more; type more to find the others`. */
function entriesWords(shown: number, groups: readonly PaletteGroup[]): string {
  if (groups.every(({ more }) => more === 0)) return countOf(shown, 'entry', 'entries')
  return `The first ${countWords(shown)} of more; type more to find the others`
}

type OptionProps = { id: string; entry: Command; marked: boolean; onRun: () => void }

function Option({ id, entry, marked, onRun }: OptionProps) {
  const { name, about, keys, off } = entry
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys of the whole list
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the marked option
    <div
      id={id}
      role="option"
      className={classes.option}
      aria-selected={marked}
      aria-disabled={off !== null}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onRun}
    >
      <span className={classes.name}>{name}</span>
      {(off ?? about) && <span className={off === null ? classes.about : classes.off}>{off ?? about}</span>}
      {keys && <kbd className={classes.keys}>{keys}</kbd>}
    </div>
  )
}

/** Opens the palette; whatever has the focus gets it back. */
export const openPalette = (): void => spotlight.open()
export const closePalette = (): void => spotlight.close()
