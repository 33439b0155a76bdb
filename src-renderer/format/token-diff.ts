export type Token = { text: string; differs: boolean }

/** Words and the blanks between them; a time or a date stays one word, so that a mark never cuts through one. */
const split = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? []

/**
 * Marks the words in which two texts differ (longest common run of words), one list of tokens per side.
 * Letters are not compared: they mark nonsense inside a time (`ui.md` 4).
 */
export function tokenDiff(left: string, right: string): { left: Token[]; right: Token[] } {
  const a = split(left)
  const b = split(right)
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const here = i * width + j
      lengths[here] =
        a[i] === b[j]
          ? (lengths[here + width + 1] ?? 0) + 1
          : Math.max(lengths[here + width] ?? 0, lengths[here + 1] ?? 0)
    }
  }
  const out: { left: Token[]; right: Token[] } = { left: [], right: [] }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const here = i * width + j
    if (i < a.length && j < b.length && a[i] === b[j]) {
      push(out.left, a[i++] ?? '', false)
      push(out.right, b[j++] ?? '', false)
    } else if (j >= b.length || (i < a.length && (lengths[here + width] ?? 0) >= (lengths[here + 1] ?? 0))) {
      push(out.left, a[i++] ?? '', true)
    } else {
      push(out.right, b[j++] ?? '', true)
    }
  }
  return out
}

function push(tokens: Token[], text: string, differs: boolean): void {
  const last = tokens.at(-1)
  const marked = differs && text.trim() !== ''
  if (last && last.differs === marked) last.text += text
  else tokens.push({ text, differs: marked })
}
