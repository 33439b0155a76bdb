/** Why a body is not JSON we take: still open at its end, not JSON at all, or nested too deep. */
export type JsonProblem = 'truncated' | 'not-json' | 'too-deep'

const quote = 34
const backslash = 92

type Shape = { deepest: number; open: boolean; escapes: boolean }

/** Where the text that begins at `from` ends: the place of its closing quote, or -1. */
export function endOfText(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === quote) return i
    if (code === backslash) i += 1
  }
  return -1
}

/** One pass over the body: nesting depth, and whether it ends inside a value. */
function shapeOf(text: string): Shape {
  let depth = 0
  let deepest = 0
  // Without a backslash a text ends at the next quote, which is found many times faster than by looking at each letter.
  const escapes = text.includes('\\')
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === quote) {
      i = escapes ? endOfText(text, i) : text.indexOf('"', i + 1)
      if (i < 0) return { deepest, open: true, escapes }
    } else if (code === 91 || code === 123) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (code === 93 || code === 125) depth -= 1
  }
  return { deepest, open: depth > 0, escapes }
}

const poisoned = (key: string): boolean => key === '__proto__' || key === 'constructor' || key === 'prototype'

/**
 * Parses a vendor's body. Depth is measured before parsing (T13); keys that could reach a prototype are left out, so that
 * no later copy or merge can be poisoned by them.
 */
export function parseVendorJson(text: string, maxDepth: number): { value: unknown } | { problem: JsonProblem } {
  const trimmed = text.trimStart()
  if (!/^[[{"\d\-tfn]/.test(trimmed)) return { problem: 'not-json' }
  const shape = shapeOf(text)
  if (shape.deepest > maxDepth) return { problem: 'too-deep' }
  // Keys can be written with escapes; the reviver is slow on big bodies and runs only where it could find something.
  const suspicious = shape.escapes || /__proto__|"constructor"|"prototype"/.test(text)
  try {
    const value: unknown = suspicious
      ? JSON.parse(text, (key, inner: unknown) => (poisoned(key) ? undefined : inner))
      : JSON.parse(text)
    return { value }
  } catch {
    return { problem: shape.open && /^[[{]/.test(trimmed) ? 'truncated' : 'not-json' }
  }
}
