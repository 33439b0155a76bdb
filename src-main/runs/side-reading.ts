import type { RecordKey, SnapshotNumber } from '#contract/ids'
import type { ComparedField } from '#contract/recipes'
import type { RecordKind, Refusal, ScheduleRecord } from '#contract/records'
import type { PageSource } from '../connectors/kit/connector.ts'
import type { WriteDb } from '../storage/database.ts'
import type { PreparedRecord } from '../storage/record-version.ts'
import { writePage, writeRefusals } from '../storage/record-version-store.ts'
import type { SeenVersions } from '../storage/seen-versions.ts'
import type { SideRow } from '../storage/snapshot-store.ts'
import type { PageMemory, RememberedPage } from './page-memory.ts'
import { prepareRecord, prepareRefused } from './prepare-record.ts'
import type { SidePlan } from './side-plan.ts'

/** One side's read under way: where its pages go and what they added up to. */
export type SideReading = {
  plan: SidePlan
  sideRow: SideRow
  number: SnapshotNumber
  freshEpoch: boolean
  window: { startMs: number; endMs: number }
  seen: SeenVersions
  pages: number
  records: number
  refused: number
  dropped: number
  /** Why this read proves nothing about what it did not return; empty while it is complete. */
  reasons: string[]
  /** Ids that this side's records name on the other system; null where nobody asks for them. */
  references: Set<RecordKey> | null
  /** Keys a Get answered with "not found". */
  absent: RecordKey[]
  /** Read and counted, not stored yet. */
  waiting: Waiting
  memory: PageMemory
}

/** A page among the waiting records: from its first one to the one after its last. */
type WaitingPage = Omit<RememberedPage, 'versions'> & { digest: string; from: number; to: number }
type Waiting = { answers: number; records: PreparedRecord[]; refusals: Refusal[]; pages: WaitingPage[] }

export const nothingWaits = (): Waiting => ({ answers: 0, records: [], refusals: [], pages: [] })

type ReadPage = {
  kind: RecordKind
  fields: readonly ComparedField[]
  records: readonly ScheduleRecord[]
  refused: readonly Refusal[]
  dropped: number
  total?: number
  source?: PageSource
}

/** What waits is stored when it comes from this many answers, or holds this many records. */
const storedAtOnce = { answers: 10, records: 5_000 }

const repeatedIds = 'the same id came more than once, so the list may have moved while it was read'

const once = (reasons: string[], reason: string): void => {
  if (!reasons.includes(reason)) reasons.push(reason)
}

/**
 * Takes one answer of the reading and counts it. Several answers are stored at once, because each transaction writes every
 * index page that it touched; `flushReading` stores the rest.
 */
export function takePage(db: WriteDb, reading: SideReading, page: ReadPage): void {
  const { plan, waiting } = reading
  const from = waiting.records.length
  for (const record of page.records) waiting.records.push(prepareRecord(record, plan, page.fields))
  for (const refusal of page.refused) {
    const place = prepareRefused(refusal, plan, page.kind)
    if (place) waiting.records.push(place)
    else once(reading.reasons, `a record could not be read at all (${refusal.endpoint} ${refusal.pointer})`)
    waiting.refusals.push(refusal)
  }
  // What a refused record is worth is told anew each time, so its page is read anew as well.
  if (page.source && page.refused.length === 0) {
    const { digest, next } = page.source
    const { total = null, dropped } = page
    const to = waiting.records.length
    waiting.pages.push({ digest, next, total, dropped, records: page.records.length, from, to })
  }
  reading.pages += 1
  reading.records += page.records.length
  reading.refused += page.refused.length
  reading.dropped += page.dropped
  waiting.answers += 1
  if (waiting.answers >= storedAtOnce.answers || waiting.records.length >= storedAtOnce.records)
    flushReading(db, reading)
}

/** Takes an answer whose text is known: all that it held is met again. */
export function takeRecalled(reading: SideReading, digest: string): RememberedPage {
  const page = reading.memory.before.get(digest)
  if (!page) throw new Error('a page was recalled that nobody remembers')
  for (const id of page.versions) {
    if (reading.seen.has(id)) once(reading.reasons, repeatedIds)
    else reading.seen.add(id)
  }
  reading.memory.now.set(digest, page)
  reading.pages += 1
  reading.records += page.records
  reading.dropped += page.dropped
  return page
}

/** Stores what was taken and still waits, under the reading's unpublished number, in one transaction. */
export function flushReading(db: WriteDb, reading: SideReading): void {
  const { records, refusals, pages } = reading.waiting
  if (reading.waiting.answers === 0) return
  reading.waiting = nothingWaits()
  const { id: sideId } = reading.sideRow
  const { repeated, unpaired, versions } = db.transaction(() => {
    writeRefusals(db, sideId, reading.number, reading.refused - refusals.length, refusals)
    return writePage(db, { sideId, number: reading.number, seen: reading.seen, records })
  })
  if (repeated.length > 0) once(reading.reasons, repeatedIds)
  for (const { digest, from, to, ...page } of pages)
    reading.memory.now.set(digest, { ...page, versions: Uint32Array.from(versions.slice(from, to)) })
  const lost = refusals.find((one) => one.pairReferenceUnreadable && one.key && unpaired.includes(one.key))
  if (lost) once(reading.reasons, `what a record belongs to could not be read (${lost.endpoint} ${lost.pointer})`)
  for (const { reference } of records) if (reference !== null) reading.references?.add(reference)
}
