import type { RecordKey, SnapshotNumber } from '#contract/ids'
import type { ComparedField } from '#contract/recipes'
import type { RecordKind, Refusal, ScheduleRecord } from '#contract/records'
import type { WriteDb } from '../storage/database.ts'
import { writePage, writeRefusals } from '../storage/record-version-store.ts'
import type { SeenVersions } from '../storage/seen-versions.ts'
import type { SideRow } from '../storage/snapshot-store.ts'
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
  /** Ids that this side's records name on the other system. */
  references: Set<RecordKey>
  /** Keys a Get answered with "not found". */
  absent: RecordKey[]
}

type StorePage = {
  kind: RecordKind
  fields: readonly ComparedField[]
  records: readonly ScheduleRecord[]
  refused: readonly Refusal[]
  dropped: number
}

const once = (reasons: string[], reason: string): void => {
  if (!reasons.includes(reason)) reasons.push(reason)
}

/** Stores one answer under the reading's unpublished number and counts it. */
export function storePage(db: WriteDb, reading: SideReading, page: StorePage): void {
  const { plan } = reading
  const prepared = page.records.map((record) => prepareRecord(record, plan, page.fields))
  for (const refusal of page.refused) {
    const place = prepareRefused(refusal, plan, page.kind)
    if (place) prepared.push(place)
    else once(reading.reasons, `a record could not be read at all (${refusal.endpoint} ${refusal.pointer})`)
  }
  const { repeated, unpaired } = writePage(db, {
    sideId: reading.sideRow.id,
    number: reading.number,
    seen: reading.seen,
    records: prepared,
  })
  if (repeated.length > 0)
    once(reading.reasons, 'the same id came more than once, so the list may have moved while it was read')
  const lost = page.refused.find((one) => one.pairReferenceUnreadable && one.key && unpaired.includes(one.key))
  if (lost) once(reading.reasons, `what a record belongs to could not be read (${lost.endpoint} ${lost.pointer})`)
  writeRefusals(db, reading.sideRow.id, reading.number, reading.refused, page.refused)
  for (const record of prepared) if (record.reference !== null) reading.references.add(record.reference)
  reading.pages += 1
  reading.records += page.records.length
  reading.refused += page.refused.length
  reading.dropped += page.dropped
}
