import type { Command } from '../../ui/use-commands.ts'

/** The entries under one heading, in the order they are shown. */
export type PaletteGroup = {
  name: string
  entries: readonly Command[]
  /** How many more of them fit. */
  more: number
}

/** Shown of one heading at most: what is wanted further down is found by typing more. */
const perGroup = 8
const perGroupUnasked = 6

/** The heading of the screens. */
export const placesGroup = 'Go to'

/** How well an entry fits: the whole text at the front of its name is best; null where a word is nowhere. */
function fit({ name, about = '', group }: Command, words: readonly string[], text: string): number | null {
  const [inName, inAll] = [name.toLowerCase(), `${name} ${about} ${group}`.toLowerCase()]
  if (!words.every((word) => inAll.includes(word))) return null
  if (inName.startsWith(text)) return 3
  const starts = inName.split(/[\s:,]+/)
  if (words.every((word) => starts.some((start) => start.startsWith(word)))) return 2
  return words.every((word) => inName.includes(word)) ? 1 : 0
}

/**
 * What fits a text, under its headings: the heading with the best fit first, and the best fits first in each. Entries of
 * `found` were found by the core for this very text and always fit. Without a text all, in the order given.
 */
export function paletteGroups(entries: readonly Command[], found: readonly Command[], text: string): PaletteGroup[] {
  const wanted = text.trim().toLowerCase()
  const words = wanted.split(/\s+/).filter((word) => word !== '')
  const fits = [
    ...entries.map((entry) => ({ entry, fit: fit(entry, words, wanted) })),
    ...found.map((entry) => ({ entry, fit: 1.5 })),
  ].flatMap(({ entry, fit: value }) => (value === null ? [] : [{ entry, fit: value }]))
  const groups = [...Map.groupBy(fits, ({ entry }) => entry.group)].map(([name, members]) => {
    const sorted = words.length === 0 ? members : members.toSorted((a, b) => b.fit - a.fit)
    // There are few places, and who asks for nothing looks where one can go.
    const most = words.length > 0 ? perGroup : name === placesGroup ? sorted.length : perGroupUnasked
    return {
      name,
      best: Math.max(...members.map((member) => member.fit)),
      entries: sorted.slice(0, most).map(({ entry }) => entry),
      more: Math.max(0, sorted.length - most),
    }
  })
  const ordered = words.length === 0 ? groups : groups.toSorted((a, b) => b.best - a.best)
  return ordered.map(({ name, entries: shown, more }) => ({ name, entries: shown, more }))
}

/** The place to mark after a key of the list; null for a key that is none of its. */
export function markAfter(key: string, marked: number, total: number): number | null {
  if (total === 0) return null
  switch (key) {
    case 'ArrowDown':
      return (marked + 1) % total
    case 'ArrowUp':
      return (marked - 1 + total) % total
    case 'PageDown':
      return Math.min(total - 1, marked + 8)
    case 'PageUp':
      return Math.max(0, marked - 8)
    default:
      return null
  }
}
