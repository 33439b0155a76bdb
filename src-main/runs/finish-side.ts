import { exactDurationInWords } from '#contract/duration-words'
import type { PairingId, SideName, SnapshotNumber } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { WindowMs } from '../core/compare/versions.ts'
import { type Finding, judgePlausibility } from '../core/guard/judge-plausibility.ts'
import type { WriteDb } from '../storage/database.ts'
import {
  clearUnread,
  countAt,
  countForGuard,
  endUnseen,
  markUnread,
  writeAbsentKeys,
} from '../storage/record-version-store.ts'
import { largestShift } from '../storage/shift-count-store.ts'
import { newestCompleteRead, type SnapshotFinding, sealSnapshot, writeCoverage } from '../storage/snapshot-store.ts'
import { keepPageMemory } from './page-memory.ts'
import type { SideReading } from './side-reading.ts'

/** Ends what the read proved gone, marks what it missed, and stores what it covered; still unpublished. */
export function closeReading(db: WriteDb, reading: SideReading): void {
  const { sideRow, number, plan, seen, window, reasons } = reading
  const complete = reasons.length === 0
  const query = { sideId: sideRow.id, number, window: { scope: plan.scope, ...window }, seen }
  writeAbsentKeys(db, sideRow.id, number, reading.absent)
  if (complete && plan.readBy === 'list') endUnseen(db, query)
  else markUnread(db, query)
  clearUnread(db, sideRow.id, number, seen)
  writeCoverage(db, sideRow.id, number, [
    {
      scope: plan.scope,
      mode: plan.readBy === 'list' ? 'window' : 'keys',
      ...window,
      complete,
      reason: complete ? null : reasons.join('; '),
    },
  ])
}

/** Records this reading holds in its window, read again or not. */
export const recordsHeld = (db: WriteDb, reading: SideReading): number =>
  countAt(db, { sideId: reading.sideRow.id, number: reading.number, ...reading.window })

/** Records this side held in the window at its last published snapshot; null before the first one. */
export const lastHeld = (db: WriteDb, { sideRow, window }: SideReading): number | null =>
  sideRow.published === null ? null : countAt(db, { sideId: sideRow.id, number: sideRow.published, ...window })

/** The last complete read to hold this one against; null for a first read, or where both cover no common span. */
function comparableRead(db: WriteDb, { sideRow, window, freshEpoch }: SideReading): WindowMs | null {
  const last = sideRow.published === null || freshEpoch ? null : newestCompleteRead(db, sideRow.id, sideRow.published)
  if (!last) return null
  const shared = { startMs: Math.max(last.startMs, window.startMs), endMs: Math.min(last.endMs, window.endMs) }
  return shared.startMs < shared.endMs ? shared : null
}

/**
 * Holds the read against the last complete one over the span both cover; null where it is plausible. A partial list
 * claims no absence, so it is not judged; "not found" answers of a side read by keys claim some even where one failed.
 */
export function judgeReading(db: WriteDb, reading: SideReading, otherSide: number | null): SnapshotFinding | null {
  if (reading.reasons.length > 0 && reading.plan.readBy === 'list') return null
  const { sideRow, number, window } = reading
  const last = comparableRead(db, reading)
  const shared = last ?? window
  const about = { sideId: sideRow.id, number, published: sideRow.published, ...shared }
  const counts = countForGuard(db, about)
  const shift = last && largestShift(db, about)
  const before = last ? counts.before : null
  const finding: Finding | null = judgePlausibility({ ...counts, before, shifted: shift?.records ?? 0, otherSide })
  if (!finding) return null
  const found = { finding, before: before ?? otherSide ?? 0, now: counts.now }
  return finding === 'shifted' && shift ? { ...found, shift } : found
}

/** Publishes the read. */
export function seal(db: WriteDb, reading: SideReading, at: Instant): void {
  const { sideRow, number, pages, records, refused, dropped, memory, reasons } = reading
  sealSnapshot(db, { sideId: sideRow.id, number, at, pages, records, refused, dropped })
  keepPageMemory(db, { sideId: sideRow.id, number, memory, complete: reasons.length === 0 })
}

/** An acceptance counts once: for a finding of the same kind, at least as many records, and until the next seal. */
export function isAccepted(
  finding: SnapshotFinding,
  {
    published,
    accepted,
  }: { published: number | null; accepted: { snapshot: SnapshotNumber; finding: string; now: number } | null },
): boolean {
  if (!accepted || accepted.snapshot <= (published ?? 0)) return false
  return accepted.finding === finding.finding && finding.now >= accepted.now
}

/** What a person reads about a held-back read, beside the system's name. */
export function tellFinding({ finding, before, now, shift }: SnapshotFinding): string {
  const rest =
    'This read was held back and the last complete data stands. If it is right, accept it in Facilities, then sync again.'
  switch (finding as Finding) {
    case 'emptied':
      return `No records came where there were ${before} before. ${rest}`
    case 'first-read-empty':
      if (before === 0)
        return `No records came, and the other system could not be read to tell whether that is right. ${rest}`
      return `No records came although the other system holds ${before}. ${rest}`
    case 'lost-many':
      return `${now} records came, but too many of the ${before} that were there before are not among them. ${rest}`
    case 'mostly-new':
      return `${now} records came and most have ids never seen before. ${rest}`
    case 'shifted': {
      const minutes = (shift?.byMs ?? 0) / 60_000
      const moved = `${shift?.records ?? 0} of ${before} records`
      return `${moved} start ${exactDurationInWords(Math.abs(minutes))} ${minutes > 0 ? 'later' : 'earlier'} than before, all by the same time. ${rest}`
    }
  }
}

export type AcceptedReads = (
  pairingId: PairingId,
  side: SideName,
) => { snapshot: SnapshotNumber; finding: string; now: number } | null
