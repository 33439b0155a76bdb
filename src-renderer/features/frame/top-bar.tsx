import { ActionIcon, Button, Select, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconRefresh, IconSearch, IconSun } from '@tabler/icons-react'
import type { Environment, FacilityId } from '#contract/ids'
import type { Facility, SideState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { offsetOf } from '../../format/instant.ts'
import { Glyph } from '../../ui/glyph.tsx'
import { NetworkNote } from '../../ui/network-note.tsx'
import classes from './frame.module.css'
import { SideAge } from './side-age.tsx'

type TopBarProps = {
  facilities: readonly Facility[]
  facility: Facility | undefined
  /** The systems whose state is told; none where no facility is in view. */
  sides: readonly SideState[]
  /** The systems that a sync would read. */
  synced: readonly SideState[]
  environments: readonly Environment[]
  demo: boolean
  onDemo: () => void
  now: Instant
  onFacility: (id: FacilityId | undefined) => void
  /** False where nothing is paired in view. */
  canSync: boolean
  syncing: boolean
  readOnly: string | null
  onSync: () => void
  /** Words for an older moment in view; null while it is now. */
  snapshot: string | null
  onPalette: () => void
}

/** No facility has this id. */
const all = { value: 'all', label: 'All facilities' }

/** Which facility is in view, how both of its systems stand, and whether this is real. */
export function TopBar(props: TopBarProps) {
  const { facilities, facility, sides, environments, demo, now, onDemo, onFacility } = props
  const sync = facility ? `Sync ${facility.name}` : 'Sync everything'
  return (
    <section
      className={props.snapshot === null ? classes.top : `${classes.top} ${classes.past}`}
      aria-label="Facility and systems"
    >
      <Select
        aria-label="Facility"
        allowDeselect={false}
        searchable={facilities.length > 8}
        className={classes.facility ?? ''}
        data={[all, ...facilities.map(({ id, name }) => ({ value: id, label: name }))]}
        value={facility?.id ?? all.value}
        onChange={(id) => onFacility(facilities.find((known) => known.id === id)?.id)}
        nothingFoundMessage="No facility of that name"
      />
      {facility && (
        <span className={classes.zone}>
          {facility.zone}, UTC{offsetOf(now, facility.zone)}
        </span>
      )}
      {props.snapshot !== null && (
        <span className={classes.snapshot}>
          <Glyph name="clock" size={14} />
          <span className={classes.moment}>{props.snapshot}</span>
        </span>
      )}
      <span className={classes.spread} />
      {facility && sides.length > 0 && props.snapshot === null && (
        <div className={classes.sides}>
          {sides.map((side) => (
            <SideAge key={side.system} side={side} zone={facility.zone} now={now} />
          ))}
        </div>
      )}
      {demo && (
        <Tooltip label="Invented people and shifts; the two systems run on this computer.">
          <button type="button" className={`${classes.tag} ${classes.demo}`} onClick={onDemo}>
            Demo
          </button>
        </Tooltip>
      )}
      {environments.map((environment) => (
        <span key={environment} className={`${classes.tag} ${classes[environment]}`}>
          {environment === 'live' ? 'Live systems' : 'Test systems'}
        </span>
      ))}
      {props.canSync && props.readOnly === null && <NetworkNote sides={props.synced} brief />}
      {props.canSync && (
        <Tooltip label={props.readOnly ?? sync}>
          <ActionIcon
            variant="default"
            size={28}
            aria-label={sync}
            disabled={props.readOnly !== null}
            loading={props.syncing}
            onClick={props.onSync}
          >
            <IconRefresh size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <Button
        variant="default"
        className={classes.palette ?? ''}
        leftSection={<IconSearch size={14} />}
        rightSection={<kbd className={classes.key}>Ctrl K</kbd>}
        classNames={{ label: classes.paletteWords ?? '', section: classes.paletteSection ?? '' }}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={props.onPalette}
      >
        Jump or run
      </Button>
      <ThemeSwitch />
    </section>
  )
}

/** Light or dark; follows the system until it is pressed once. */
function ThemeSwitch() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const label = scheme === 'dark' ? 'Use the light theme' : 'Use the dark theme'
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size={28}
        aria-label={label}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />}
      </ActionIcon>
    </Tooltip>
  )
}
