import type { SnapshotNumber } from '#contract/ids'
import type { WriteDb } from '../storage/database.ts'
import type { SideRow } from '../storage/snapshot-store.ts'
import { type ElementTable, makeElementTable } from './element-table.ts'

/** What one answer held when it was read last: the link it named, its counts, and the rows of its records. */
export type RememberedPage = {
  next: string | null
  records: number
  dropped: number
  total: number | null
  from: number
  to: number
}

/** What one read has met: answers by the digest of their whole text, records by that of theirs. */
type Met = { pages: Map<string, RememberedPage>; elements: ElementTable }

/** What the last complete read met, and what this one has met so far. */
export type PageMemory = {
  /** Everything beside the text that decides what a record comes out as. */
  readonly context: string
  readonly before: Readonly<Met>
  readonly now: Met
}

type Kept = { number: SnapshotNumber; context: string; met: Met }

/**
 * Per connection to the cache and side: 20 bytes for each record of its last read, and 28 to 36 while the next one looks
 * for them. In memory only, so that a new start reads everything once.
 */
const kept = new WeakMap<WriteDb['sql'], Map<number, Kept>>()

function sidesOf(db: WriteDb): Map<number, Kept> {
  let sides = kept.get(db.sql)
  if (!sides) kept.set(db.sql, (sides = new Map()))
  return sides
}

type PageMemoryInput = { sideRow: SideRow; epoch: string; window: { startMs: number; endMs: number } }

/**
 * The memory of a read that begins. It knows earlier texts only where the snapshot in view is the very one they were
 * sealed in, complete, under the same epoch and window: then each of their versions is still open, and the same text says
 * the same again. Whatever begins to read takes them away: after a read that is not sealed, all is read anew. What this
 * read does not meet is forgotten, so that a text which comes back later is never taken for a version that has ended.
 */
export function beginPageMemory(db: WriteDb, { sideRow, epoch, window }: PageMemoryInput): PageMemory {
  const context = `${epoch} ${window.startMs} ${window.endMs}`
  const last = sidesOf(db).get(sideRow.id)
  sidesOf(db).delete(sideRow.id)
  const usable = last !== undefined && last.number === sideRow.published && last.context === context
  const before = usable ? last.met : { pages: new Map(), elements: makeElementTable() }
  return { context, before, now: { pages: new Map(), elements: makeElementTable(before.elements.size()) } }
}

/** Keeps what a sealed read met for the next one; a partial read leaves nothing, as it left records out. */
export function keepPageMemory(
  db: WriteDb,
  {
    sideId,
    number,
    memory,
    complete,
  }: { sideId: number; number: SnapshotNumber; memory: PageMemory; complete: boolean },
): void {
  if (complete) sidesOf(db).set(sideId, { number, context: memory.context, met: memory.now })
}
