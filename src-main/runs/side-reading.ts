import type { RecordKey, SnapshotNumber } from '#contract/ids'
import type { ComparedField } from '#contract/recipes'
import type { RecordKind, Refusal, ScheduleRecord } from '#contract/records'
import type { PageElements, PageSource } from '../connectors/kit/connector.ts'
import type { WriteDb } from '../storage/database.ts'
import { restoreIndexes } from '../storage/deferred-indexes.ts'
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

/** A page among the waiting records, of which `first` is its first one. `whole` where it may be recalled without a look. */
type WaitingPage = Omit<RememberedPage, 'from' | 'to'> & {
  digest: string
  whole: boolean
  elements: PageElements
  first: number
}
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

/** A first load of more records a side goes on with all indexes: building one sorts its rows in memory, about 100 bytes each. */
const deferredUpTo = 250_000

const repeatedIds = 'the same id came more than once, so the list may have moved while it was read'

const once = (reasons: string[], reason: string): void => {
  if (!reasons.includes(reason)) reasons.push(reason)
}

/** Counts versions of an earlier read as met, by their rows in its memory; returns how many fields of them were dropped. */
function meetAgain(reading: SideReading, rows: Iterable<number>): number {
  const { elements } = reading.memory.before
  let dropped = 0
  for (const row of rows) {
    const id = elements.version(row)
    if (reading.seen.has(id)) once(reading.reasons, repeatedIds)
    else reading.seen.add(id)
    dropped += elements.dropped(row)
  }
  return dropped
}

/**
 * Takes one answer of the reading and counts it. Several answers are stored at once, because each transaction writes every
 * index page that it touched; `flushReading` stores the rest.
 */
export function takePage(db: WriteDb, reading: SideReading, page: ReadPage): void {
  const { plan, waiting } = reading
  const first = waiting.records.length
  let { dropped } = page
  let records = page.records.length
  for (const record of page.records) waiting.records.push(prepareRecord(record, plan, page.fields))
  for (const refusal of page.refused) {
    const place = prepareRefused(refusal, plan, page.kind)
    if (place) waiting.records.push(place)
    else once(reading.reasons, `a record could not be read at all (${refusal.endpoint} ${refusal.pointer})`)
    waiting.refusals.push(refusal)
  }
  if (page.source && !page.source.recalled) {
    const { digest, next, elements } = page.source
    dropped += meetAgain(reading, elements.kept)
    records += elements.kept.length
    // What a refused record is worth is told anew each time, so its page is looked at anew as well.
    const whole = page.refused.length === 0
    waiting.pages.push({ digest, next, total: page.total ?? null, dropped, records, whole, elements, first })
  }
  reading.pages += 1
  reading.records += records
  reading.refused += page.refused.length
  reading.dropped += dropped
  waiting.answers += 1
  if (waiting.answers >= storedAtOnce.answers || waiting.records.length >= storedAtOnce.records)
    flushReading(db, reading)
}

/** Takes an answer whose text is known: all that it held is met again. */
export function takeRecalled(reading: SideReading, digest: string): RememberedPage {
  const { before, now } = reading.memory
  const page = before.pages.get(digest)
  if (!page) throw new Error('a page was recalled that nobody remembers')
  meetAgain(
    reading,
    Array.from({ length: page.to - page.from }, (_, at) => page.from + at),
  )
  const from = now.elements.size()
  now.elements.addFrom(before.elements, page.from, page.to)
  now.pages.set(digest, { ...page, from, to: now.elements.size() })
  reading.pages += 1
  reading.records += page.records
  reading.dropped += page.dropped
  return page
}

/** Remembers stored pages by their texts; `versions` are those of the waiting records, in order. */
function rememberPages({ before, now }: PageMemory, pages: readonly WaitingPage[], versions: readonly number[]): void {
  for (const { digest, whole, elements, first, ...page } of pages) {
    const from = now.elements.size()
    for (const row of elements.kept) now.elements.addFrom(before.elements, row, row + 1)
    elements.digests.forEach((one, at) => {
      now.elements.add(one, versions[first + at] ?? 0, elements.dropped[at] ?? 0)
    })
    if (whole) now.pages.set(digest, { ...page, from, to: now.elements.size() })
  }
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
  if (reading.records > deferredUpTo) restoreIndexes(db)
  if (repeated.length > 0) once(reading.reasons, repeatedIds)
  rememberPages(reading.memory, pages, versions)
  const lost = refusals.find((one) => one.pairReferenceUnreadable && one.key && unpaired.includes(one.key))
  if (lost) once(reading.reasons, `what a record belongs to could not be read (${lost.endpoint} ${lost.pointer})`)
  for (const { reference } of records) if (reference !== null) reading.references?.add(reference)
}
