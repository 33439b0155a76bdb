/** The row of a list to go to for a key, or null where the key is not one of a list's. `page` is how many rows are in view. */
export function rowForKey(key: string, active: number | null, total: number, page: number): number | null {
  if (total === 0) return null
  const within = (index: number): number => Math.max(0, Math.min(total - 1, index))
  const from = active ?? -1
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return within(from + 1)
    case 'ArrowUp':
    case 'k':
      return within(active === null ? 0 : from - 1)
    case 'PageDown':
      return within(from + page)
    case 'PageUp':
      return within(from - page)
    case 'Home':
      return 0
    case 'End':
      return total - 1
    default:
      return null
  }
}
