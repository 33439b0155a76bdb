import { filterNameAtMost, type SavedFilter, type SavedFilterDraft } from '#contract/desk-work'
import type { SavedFilterId } from '#contract/ids'

type Kept = Pick<SavedFilterDraft, 'filter' | 'order'>

/** True where both list the same rows in the same order; the order in which kinds were picked does not matter. */
export const sameFilter = (a: Kept, b: Kept): boolean => a.order === b.order && canonical(a) === canonical(b)

function canonical({ filter }: Kept): string {
  const { kinds, within, ...others } = filter
  const parts = {
    ...others,
    ...(kinds && kinds.length > 0 ? { kinds: kinds.toSorted() } : {}),
    ...(within ? { within: [within.start, within.end] } : {}),
  }
  return JSON.stringify(Object.entries(parts).sort(([one], [other]) => (one < other ? -1 : 1)))
}

export type NameUse = {
  /** Why a filter cannot have this name; null where it can, or where nothing is typed yet. */
  fault: string | null
  /** The kept filter whose place a new one of this name would take. */
  replaces: SavedFilter | null
}

/** What a name means for the filter `id`, or for a new one: names are told apart as the core does, whatever their case. */
export function nameUse(typed: string, saved: readonly SavedFilter[], id?: SavedFilterId): NameUse {
  const name = typed.trim()
  if (name.length > filterNameAtMost) {
    return {
      fault: `A name has at most ${filterNameAtMost} characters; this one has ${name.length}.`,
      replaces: null,
    }
  }
  const other = saved.find((one) => one.id !== id && one.name.toLowerCase() === name.toLowerCase()) ?? null
  if (other === null || id === undefined) return { fault: null, replaces: other }
  return { fault: 'Another saved filter has this name. Choose a different one.', replaces: null }
}
