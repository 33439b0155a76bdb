/** What a link of another program may open: a screen of the page, with what its address carries. */
const screens = [
  'overview',
  'alerts',
  'calendar',
  'discrepancies',
  'follow-ups',
  'matches',
  'facilities',
  'connections',
  'runs',
  'settings',
] as const

const longest = 2000

/** True for a word that is meant as a link of ours, whatever it leads to. */
export const isLink = (word: string): boolean => /^plumbline:/i.test(word)

/**
 * The place in the page that a `plumbline://` link leads to, as the fragment of its address; null for any other text. A
 * link only navigates: the page checks what it asks for once more, and nothing is started or changed by it.
 */
export function placeOfLink(link: string): string | null {
  if (link.length > longest) return null
  const url = URL.parse(link)
  if (url === null || url.protocol !== 'plumbline:') return null
  if (url.username !== '' || url.password !== '' || url.port !== '') return null
  // `plumbline://calendar?...`, `plumbline:///calendar?...` and `plumbline:calendar?...` say the same.
  const name = `${url.host}${url.pathname}`.replace(/^\/|\/$/g, '').toLowerCase()
  return screens.some((screen) => screen === name) ? `#/${name}${url.search}` : null
}

/** The first link among the arguments a program was started with. */
export const linkAmong = (argv: readonly string[]): string | null => argv.find(isLink) ?? null
