import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent, RefObject } from 'react'
import type { DiscrepancyDetail } from '#contract/discrepancies'
import type { Fingerprint, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { countWords } from '../../format/count.ts'
import { dayTimeOf, spanWords } from '../../format/instant.ts'
import { kindLook, rowKindWords, timeMoved } from '../../format/kind-words.ts'
import { discrepancyQueries } from '../../queries/discrepancies.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import { Section } from '../../ui/page.tsx'
import { ErrorBox, Loading } from '../../ui/states.tsx'
import classes from './detail.module.css'
import { closedWords, fieldLines, namesMoments } from './detail-shape.ts'
import { FieldTable } from './field-table.tsx'
import { OverlapMembers } from './overlap-members.tsx'
import { RecordIds } from './record-ids.tsx'
import { ResizeEdge } from './resize-edge.tsx'
import { StoredRecords } from './stored-record.tsx'

type InspectorProps = {
  pairingId: PairingId
  fingerprint: Fingerprint
  panelRef: RefObject<HTMLElement | null>
  /** Its place in the list, from 0, where it is known. */
  index: number | null
  total: number
  link: string
  now: Instant
  onMove: (step: 1 | -1) => void
  onClose: () => void
}

/** One discrepancy in full: what, who, when, how surely it is known, field by field. */
export function Inspector(props: InspectorProps) {
  const { pairingId, fingerprint, panelRef, index, total, link, now, onMove, onClose } = props
  const detail = useQuery(discrepancyQueries.detail(pairingId, fingerprint))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onClose()
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Escape closes the panel from anywhere in it
    <aside ref={panelRef} className={classes.inspector} aria-label="Detail" tabIndex={-1} onKeyDown={onKeyDown}>
      <ResizeEdge panelRef={panelRef} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keys */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Discrepancy">
        {detail.data && <Body detail={detail.data} index={index} total={total} link={link} now={now} />}
        {detail.isPending && <Loading waitingFor="the discrepancy" rows={8} />}
        {detail.isError && (
          <Section title="The discrepancy cannot be shown">
            <ErrorBox error={detail.error} onRetry={() => void detail.refetch()} />
          </Section>
        )}
      </div>
      <footer className={classes.foot}>
        <Tooltip label="Previous (k)">
          <ActionIcon
            variant="default"
            size={28}
            aria-label="Previous"
            disabled={index === 0}
            onClick={() => onMove(-1)}
          >
            <IconChevronUp size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Next (j)">
          <ActionIcon
            variant="default"
            size={28}
            aria-label="Next"
            disabled={index !== null && index >= total - 1}
            onClick={() => onMove(1)}
          >
            <IconChevronDown size={16} />
          </ActionIcon>
        </Tooltip>
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

type BodyProps = { detail: DiscrepancyDetail; index: number | null; total: number; link: string; now: Instant }

function Body({ detail, index, total, link, now }: BodyProps) {
  const { row } = detail
  const closed = closedWords(detail)
  const lines = fieldLines(detail, now)
  return (
    <>
      <header className={classes.head}>
        <div className={classes.titleRow}>
          <KindGlyph look={kindLook(row.kind, timeMoved(row))} size={20} />
          <h2 className={classes.title}>{rowKindWords(row)}</h2>
          <span className={`${classes.place} digits`}>
            {index === null ? '' : `${countWords(index + 1)} of ${countWords(total)}`}
          </span>
        </div>
        <p className={classes.sub}>
          <b>{row.who === '' ? 'Nobody assigned' : row.who}</b>
          {row.label && `, ${row.label}`}, {row.facility}
        </p>
        <p className={classes.sub}>
          <b>{spanWords(row.span, row.zone, now)}</b>, first seen {ageWords(row.firstSeenAt, now)}
        </p>
      </header>
      {closed && (
        <div className={classes.closed} role="status">
          <b>{closed.title}.</b> {closed.text}
        </div>
      )}
      {row.blame !== '' && (
        <p className={classes.blame}>
          <b>{row.blame}</b>
          {namesMoments(detail) && (
            <span className={classes.note}>Times are those of the first read that showed it.</span>
          )}
        </p>
      )}
      <p className={classes.certainty}>{detail.certainty}</p>
      {row.members.length > 0 && <OverlapMembers row={row} now={now} />}
      {lines.length > 0 && <FieldTable lines={lines} leftSystem={row.leftSystem} rightSystem={row.rightSystem} />}
      <Section title="How we know">
        <ul className={classes.evidence}>
          {detail.evidence.map((line) => (
            <li key={`${line.at} ${line.side} ${line.how} ${line.tell}`}>
              <time dateTime={line.at} title={dayTimeOf(line.at, row.zone, now)}>
                {ageWords(line.at, now)}
              </time>
              <span>{line.tell}</span>
            </li>
          ))}
        </ul>
        {detail.evidence.length === 0 && 'No read has said anything about it yet.'}
      </Section>
      <Section title="Ids">
        <RecordIds detail={detail} link={link} />
      </Section>
      <Section title="Stored fields">
        <StoredRecords system={row.leftSystem} records={detail.left} now={now} />
        <StoredRecords system={row.rightSystem} records={detail.right} now={now} />
      </Section>
    </>
  )
}
