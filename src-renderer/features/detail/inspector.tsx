import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, memo, type RefObject } from 'react'
import type { Cluster, DiscrepancyDetail, DiscrepancyRow } from '#contract/discrepancies'
import type { ClusterId, Fingerprint, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { countWords } from '../../format/count.ts'
import { dayTimeOf, momentWords, spanWords } from '../../format/instant.ts'
import { kindLook, rowKindWords, timeMoved } from '../../format/kind-words.ts'
import { discrepancyQueries } from '../../queries/discrepancies.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import { Reason, Section } from '../../ui/page.tsx'
import { Loading } from '../../ui/states.tsx'
import { overlayIsOpen } from '../../ui/use-keys.ts'
import { useLatest } from '../../ui/use-latest.ts'
import { AcceptanceBox } from './acceptance-box.tsx'
import { AssigneeSelect } from './assignee-select.tsx'
import { CopyMenu } from './copy-menu.tsx'
import desk from './desk.module.css'
import classes from './detail.module.css'
import { closedWords, fieldLines, namesMoments, saysItTwice, seenWords } from './detail-shape.ts'
import { FieldTable } from './field-table.tsx'
import { FollowUpsSection } from './follow-ups-section.tsx'
import { MatchSection } from './match-section.tsx'
import { NotRead } from './not-read.tsx'
import { NotesSection } from './notes-section.tsx'
import { OverlapMembers } from './overlap-members.tsx'
import { copyables, RecordIds } from './record-ids.tsx'
import { ResizeEdge } from './resize-edge.tsx'
import { RiskParts } from './risk-parts.tsx'
import { StoredRecords } from './stored-record.tsx'
import { TimeLine } from './time-line.tsx'

type InspectorProps = {
  pairingId: PairingId
  fingerprint: Fingerprint
  /** As it was found by then; left out: as it is now. */
  asOf?: Instant
  panelRef: RefObject<HTMLElement | null>
  /** Its place in the list, from 0, where it is known. */
  index: number | null
  total: number
  link: string
  now: Instant
  /** Why nothing can be decided now; null where it can. */
  readOnly: string | null
  /** The groups it may belong to, where its group can be opened from here. */
  groups?: { all: readonly Cluster[]; open: (id: ClusterId) => void }
  /** Accepts it, or reopens it where it is accepted. */
  onDecide: (row: DiscrepancyRow) => void
  /** Keeps it out of the alerts until a value moves; left out where it is not shown as an alert. */
  onAcknowledge?: (row: DiscrepancyRow) => void
  /** Goes to the screens as they were at a moment. */
  onShowAsOf?: (moment: Instant) => void
  onMove: (step: 1 | -1) => void
  onClose: () => void
}

/** One discrepancy in full: what, who, when, how surely it is known, field by field. */
export function Inspector(props: InspectorProps) {
  const { pairingId, fingerprint, asOf, panelRef, index, total, link, now, readOnly, groups } = props
  const { onDecide, onAcknowledge, onShowAsOf, onMove, onClose } = props
  const detail = useQuery(discrepancyQueries.detail(pairingId, fingerprint, asOf))
  const group = groups?.all.find(({ id }) => id === detail.data?.row.clusterId)
  const openGroup = useLatest((id: ClusterId) => groups?.open(id))
  const showAsOf = useLatest((moment: Instant) => onShowAsOf?.(moment))
  const onKeyDown = (event: KeyboardEvent): void => {
    // A dialog that the panel opened lies elsewhere on the page: its Escape is its own.
    const within = event.target instanceof Node && event.currentTarget.contains(event.target)
    if (event.key !== 'Escape' || !within || overlayIsOpen()) return
    event.preventDefault()
    // Who is writing leaves the text first; it stays written either way.
    if (event.target instanceof HTMLTextAreaElement && event.target.value !== '') panelRef.current?.focus()
    else onClose()
  }
  return (
    // Escape closes the panel from anywhere in it, before a button whose tip is shown keeps the key to itself.
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: the keys of a panel
    <aside ref={panelRef} className={classes.inspector} aria-label="Detail" tabIndex={-1} onKeyDownCapture={onKeyDown}>
      <ResizeEdge panelRef={panelRef} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keys */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Discrepancy">
        {detail.data && (
          <Body
            key={fingerprint}
            detail={detail.data}
            {...{ asOf, index, total, link, now, readOnly, group }}
            onGroup={openGroup}
            onShowAsOf={onShowAsOf && showAsOf}
          />
        )}
        {detail.isPending && <Loading waitingFor="the discrepancy" rows={8} />}
        {detail.isError && (
          <NotRead
            error={detail.error}
            what="The discrepancy"
            gone={asOf === undefined ? 'No longer stored' : 'Not in this snapshot'}
            onRetry={() => void detail.refetch()}
            onClose={onClose}
          />
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
        {detail.data?.open && (
          <>
            <Reason text={readOnly} />
            {onAcknowledge && !detail.data.row.acknowledged && !detail.data.row.accepted && (
              <Tooltip label="Quiet until a value moves (a)">
                <Button
                  variant="default"
                  disabled={readOnly !== null}
                  onClick={() => detail.data && onAcknowledge(detail.data.row)}
                >
                  Acknowledge
                </Button>
              </Tooltip>
            )}
            <Tooltip label={detail.data.row.accepted ? 'Back to the list (e)' : 'With a reason (e)'}>
              <Button
                variant="default"
                className={classes.decide ?? ''}
                disabled={readOnly !== null}
                onClick={() => detail.data && onDecide(detail.data.row)}
              >
                {detail.data.row.accepted ? 'Reopen' : 'Accept'}
              </Button>
            </Tooltip>
          </>
        )}
        <Tooltip label="Close (Esc)">
          <ActionIcon variant="default" size={28} aria-label="Close the detail" onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </footer>
    </aside>
  )
}

type BodyProps = Pick<InspectorProps, 'index' | 'total' | 'link' | 'now' | 'readOnly'> & {
  detail: DiscrepancyDetail
  asOf: Instant | undefined
  /** The group it belongs to, where that can be opened from here. */
  group: Cluster | undefined
  onGroup: (id: ClusterId) => void
  onShowAsOf: InspectorProps['onShowAsOf'] | undefined
}

/** Left as it is while a key held down moves the mark beside it. */
const Body = memo(function Body(props: BodyProps) {
  const { detail, asOf, index, total, link, now, readOnly, group, onGroup, onShowAsOf } = props
  const { row } = detail
  const closed = closedWords(detail)
  const lines = fieldLines(detail, now)
  return (
    <>
      <header className={classes.head}>
        <div className={classes.titleRow}>
          <KindGlyph look={kindLook(row.kind, timeMoved(row))} size={20} />
          <h2 className={classes.title}>{rowKindWords(row)}</h2>
          <span className={`${classes.place} digits`} role="status" aria-label="Place in the list">
            {index === null ? '' : `${countWords(index + 1)} of ${countWords(total)}`}
          </span>
        </div>
        <p className={classes.sub}>
          <b>{row.who === '' ? 'Nobody assigned' : row.who}</b>
          {row.label && `, ${row.label}`}, {row.facility}
        </p>
        <p className={classes.sub}>
          <b>{spanWords(row.span, row.zone, now)}</b>
        </p>
        <p className={classes.sub}>{seenWords(detail.seenIn, row.zone, now)}</p>
        <div className={desk.tools}>
          {asOf === undefined && <AssigneeSelect row={row} readOnly={readOnly} />}
          <CopyMenu texts={copyables(detail, link, now)} />
        </div>
      </header>
      {asOf !== undefined && (
        <div className={classes.closed} role="status">
          <b>As it was {momentWords(asOf, row.zone, now)}.</b> What people decided since is not part of it.
        </div>
      )}
      {closed && (
        <div className={classes.closed} role="status">
          <b>{closed.title}.</b> {closed.text}
        </div>
      )}
      {detail.acceptance && (
        <AcceptanceBox acceptance={detail.acceptance} moved={detail.movedSinceAccepted} row={row} now={now} />
      )}
      {row.blame !== '' && !saysItTwice(detail) && (
        <p className={classes.blame}>
          <b>{row.blame}</b>
          {namesMoments(detail) && (
            <span className={classes.note}>Times are those of the first read that showed it.</span>
          )}
        </p>
      )}
      <p className={classes.certainty}>{detail.certainty}</p>
      {group && (
        <p className={classes.group}>
          One of {countWords(group.rows)} of one cause: {group.title}.{' '}
          <Button variant="subtle" onClick={() => onGroup(group.id)}>
            Show the group
          </Button>
        </p>
      )}
      {row.members.length > 0 && <OverlapMembers row={row} now={now} />}
      {lines.length > 0 && <FieldTable lines={lines} leftSystem={row.leftSystem} rightSystem={row.rightSystem} />}
      <MatchSection detail={detail} now={now} readOnly={readOnly} />
      {asOf === undefined && (
        <>
          <NotesSection detail={detail} now={now} readOnly={readOnly} />
          <FollowUpsSection row={row} now={now} readOnly={readOnly} />
        </>
      )}
      <TimeLine timeline={detail.timeline} {...{ row, now, asOf, onShowAsOf }} />
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
      {detail.risk.parts.length > 0 && <RiskParts risk={detail.risk} />}
      <Section title="Ids">
        <RecordIds detail={detail} />
      </Section>
      <Section title="Stored fields">
        <StoredRecords system={row.leftSystem} records={detail.left} now={now} />
        <StoredRecords system={row.rightSystem} records={detail.right} now={now} />
      </Section>
    </>
  )
})
