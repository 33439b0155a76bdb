import { hash } from 'node:crypto'
import { endOfText, type JsonProblem, parseVendorJson } from './parse-vendor-json.ts'
import type { KnownTexts, ListElements } from './vendor-http.ts'

const quote = 34
const openBracket = 91
const openBrace = 123
const closeBracket = 93
const closeBrace = 125

/** True where a colon follows the text that ends here. */
function isName(text: string, end: number): boolean {
  let at = end + 1
  while (' \t\n\r'.includes(text.charAt(at)) && at < text.length) at += 1
  return text.charAt(at) === ':'
}

/**
 * Start and end of each object in the list of this name at the top of the body, one after the other; null where there is
 * no such list, more than one, or something else than objects in it.
 */
function placesOf(text: string, list: string): number[] | null {
  const places: number[] = []
  const escapes = text.includes('\\')
  let [depth, key, keyEnd] = [0, -1, -1]
  let inside: 'before' | 'in' | 'after' = 'before'
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === quote) {
      const end = escapes ? endOfText(text, i) : text.indexOf('"', i + 1)
      if (end < 0) return null
      if (depth === 1) {
        // A name written with escapes could be the list's once more.
        if (escapes && text.slice(i, end).includes('\\') && isName(text, end)) return null
        ;[key, keyEnd] = [i + 1, end]
      }
      i = end
    } else if (code === openBrace || code === openBracket) {
      depth += 1
      if (depth === 3 && inside === 'in') {
        if (code !== openBrace) return null
        places.push(i)
      } else if (depth === 2 && code === openBracket && text.slice(key, keyEnd) === list) {
        // Between a name and its list stands nothing but a colon; a text that only looks like the name has none.
        if (inside !== 'before' || text.slice(keyEnd + 1, i).trim() !== ':') return null
        inside = 'in'
      }
    } else if (code === closeBrace || code === closeBracket) {
      if (depth === 3 && inside === 'in') places.push(i + 1)
      depth -= 1
      if (depth === 1 && inside === 'in') inside = 'after'
    }
  }
  return inside === 'after' ? places : null
}

/** The body with `null` in the place of every element that is known. */
function leaveOut(text: string, places: readonly number[], known: KnownTexts) {
  const elements = { digests: [] as string[], kept: [] as (number | null)[] }
  let [rest, told] = ['', 0]
  for (let at = 0; at < places.length; at += 2) {
    const [start = 0, end = 0] = [places[at], places[at + 1]]
    const digest = hash('sha256', text.slice(start, end), 'binary')
    const kept = known.element(digest)
    elements.digests.push(digest)
    elements.kept.push(kept)
    if (kept === null) continue
    rest += `${text.slice(told, start)}null`
    told = end
  }
  return { rest: rest + text.slice(told), elements }
}

/** Whether exactly the elements that were left out are missing from the list that was parsed. */
function fits(body: unknown, list: string, { kept }: ListElements): boolean {
  const parsed = (body as Record<string, unknown> | null)?.[list]
  return (
    Array.isArray(parsed) &&
    parsed.length === kept.length &&
    parsed.every((element, at) => (element === null) === (kept[at] !== null))
  )
}

/**
 * Parses a vendor's body as `parseVendorJson` does, but for the elements of its list that the caller has kept: each of
 * those stood in a body that was parsed before, so the same text is the same value, and null stands in its place. Without
 * `elements` nothing was left out.
 */
export function parseKnownJson(
  text: string,
  maxDepth: number,
  known: KnownTexts,
): { value: unknown; elements?: ListElements } | { problem: JsonProblem } {
  const places = placesOf(text, known.list)
  if (places !== null) {
    const { rest, elements } = leaveOut(text, places, known)
    const parsed = parseVendorJson(rest, maxDepth)
    if ('value' in parsed && fits(parsed.value, known.list, elements)) return { ...parsed, elements }
  }
  return parseVendorJson(text, maxDepth)
}
