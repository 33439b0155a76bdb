import { ActionIcon, Group, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent, RefObject } from 'react'
import type { StoredRecord } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import type { Instant, ZoneId } from '#contract/time'
import { spanWords } from '../../format/instant.ts'
import { calendarQueries } from '../../queries/calendar.ts'
import { CopyIcon, CopyWords } from '../../ui/copy-button.tsx'
import { Section } from '../../ui/page.tsx'
import { Loading } from '../../ui/states.tsx'
import classes from './detail.module.css'
import { NotRead } from './not-read.tsx'
import { ResizeEdge } from './resize-edge.tsx'
import { StoredRecords } from './stored-record.tsx'

type ThingInspectorProps = {
  pairingId: PairingId
  /** The versions its two sides store; null on the side that does not hold it. */
  left: number | null
  right: number | null
  systems: { left: string; right: string }
  /** In sync, or not judged: as the calendar says it. */
  state: string
  zone: ZoneId
  now: Instant
  /** The moment of time travel in view. */
  asOf?: Instant
  link: string
  panelRef: RefObject<HTMLElement | null>
  onClose: () => void
}

/** A thing about which nothing is found: what each system stores of it. */
export function ThingInspector(props: ThingInspectorProps) {
  const { pairingId, left, right, asOf, systems, state, zone, now, link, panelRef, onClose } = props
  const thing = useQuery(calendarQueries.thing(pairingId, left, right, asOf))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onClose()
  }
  const records = thing.data && [
    { side: 'left', system: systems.left, record: thing.data.left },
    { side: 'right', system: systems.right, record: thing.data.right },
  ]
  return (
    // Escape closes the panel from anywhere in it, before a button whose tip is shown keeps the key to itself.
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: the keys of a panel
    <aside ref={panelRef} className={classes.inspector} aria-label="Detail" tabIndex={-1} onKeyDownCapture={onKeyDown}>
      <ResizeEdge panelRef={panelRef} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keys */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Record">
        <header className={classes.head}>
          <div className={classes.titleRow}>
            <h2 className={classes.title}>{state}</h2>
          </div>
          {records?.map(({ side, system, record }) => (
            <p key={side} className={classes.sub}>
              {system}: <b>{record ? spanWords(record.span, zone, now) : 'no record'}</b>
              {record && labelOf(record)}
            </p>
          ))}
        </header>
        {thing.isPending && <Loading waitingFor="the record" rows={6} />}
        {thing.isError && (
          <NotRead
            error={thing.error}
            what="The record"
            gone="No longer stored"
            onRetry={() => void thing.refetch()}
            onClose={onClose}
          />
        )}
        {records && (
          <>
            <Section title="Ids">
              <dl className={classes.ids}>
                {records.map(({ side, system, record }) => (
                  <IdLine key={side} system={system} id={record?.key ?? null} />
                ))}
              </dl>
              <Group gap="sm">
                <CopyWords
                  label="Copy both ids"
                  text={records.map(({ system, record }) => `${system}: ${record?.key ?? 'none'}`).join('\n')}
                />
                <CopyWords label="Copy link" text={link} />
              </Group>
            </Section>
            <Section title="Stored fields">
              {records.map(({ side, system, record }) => (
                <StoredRecords key={side} system={system} records={record ? [record] : []} now={now} />
              ))}
            </Section>
          </>
        )}
      </div>
      <footer className={classes.foot}>
        <span className={classes.spread} />
        <Tooltip label="Close (Esc)">
          <ActionIcon variant="default" size={28} aria-label="Close the detail" onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </footer>
    </aside>
  )
}

const labelOf = ({ fields }: StoredRecord): string =>
  [fields['workerName'], fields['label']].map((value) => (value ? `, ${String(value)}` : '')).join('')

function IdLine({ system, id }: { system: string; id: string | null }) {
  return (
    <>
      <dt>{system}</dt>
      <dd>{id === null ? 'none' : <span className={classes.id}>{id}</span>}</dd>
      <dd>{id !== null && <CopyIcon text={id} label={`Copy the id in ${system}`} />}</dd>
    </>
  )
}
