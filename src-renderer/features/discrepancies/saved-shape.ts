import type { SavedFilterDraft } from '#contract/desk-work'

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
