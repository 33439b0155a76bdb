import type { SnapshotNumber } from '#contract/ids'
import type { WriteDb } from '../storage/database.ts'
import type { SideRow } from '../storage/snapshot-store.ts'

/** What one answer held when it was read last: the link it named, its counts, and the versions it stands for. */
export type RememberedPage = {
  next: string | null
  records: number
  dropped: number
  total: number | null
  versions: Uint32Array
}

/** A read's pages by the digest of their text: those of the last complete read, and those of this one. */
export type PageMemory = {
  /** Everything beside the text that decides what a page comes out as. */
  readonly context: string
  readonly before: ReadonlyMap<string, RememberedPage>
  readonly now: Map<string, RememberedPage>
}

type Kept = { number: SnapshotNumber; context: string; pages: ReadonlyMap<string, RememberedPage> }

/** Per connection to the cache and side. In memory only, so that a new start reads everything once. */
const kept = new WeakMap<WriteDb['sql'], Map<number, Kept>>()

function sidesOf(db: WriteDb): Map<number, Kept> {
  let sides = kept.get(db.sql)
  if (!sides) kept.set(db.sql, (sides = new Map()))
  return sides
}

type PageMemoryInput = { sideRow: SideRow; epoch: string; window: { startMs: number; endMs: number } }

/**
 * The memory of a read that begins. It knows earlier pages only where the snapshot in view is the very one they were
 * sealed in, complete and without a refusal, under the same epoch and window: then each of their versions is still open,
 * and the same text says the same again. Whatever begins to read takes them away: after a read that is not sealed, all
 * is read anew.
 */
export function beginPageMemory(db: WriteDb, { sideRow, epoch, window }: PageMemoryInput): PageMemory {
  const context = `${epoch} ${window.startMs} ${window.endMs}`
  const last = sidesOf(db).get(sideRow.id)
  sidesOf(db).delete(sideRow.id)
  const usable = last !== undefined && last.number === sideRow.published && last.context === context
  return { context, before: usable ? last.pages : new Map(), now: new Map() }
}

/** Keeps a sealed read's pages for the next one; a partial read leaves none, as it left records out. */
export function keepPageMemory(
  db: WriteDb,
  {
    sideId,
    number,
    memory,
    complete,
  }: { sideId: number; number: SnapshotNumber; memory: PageMemory; complete: boolean },
): void {
  if (complete) sidesOf(db).set(sideId, { number, context: memory.context, pages: memory.now })
}
