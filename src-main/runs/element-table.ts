/** Of each row: three words of its digest, its version, how many fields of it were dropped. 20 bytes a record. */
const width = 5
const [versionAt, droppedAt] = [3, 4]

/**
 * Which stored version the text of a record stands for, by the digest of that text, one row each. Rows are only added;
 * one with an empty digest is found by its number alone.
 */
export type ElementTable = {
  size(): number
  add(digest: string, version: number, dropped: number): void
  /** Adds rows `from` to before `to` of another table. */
  addFrom(other: ElementTable, from: number, to: number): void
  /** The row of this digest; null where there is none. The first call after an addition looks at every row once. */
  find(digest: string): number | null
  version(row: number): number
  dropped(row: number): number
  words(from: number, to: number): Uint32Array
}

/** 32 bits of a digest that holds one byte a letter. */
const wordAt = (digest: string, at: number): number =>
  (digest.charCodeAt(at) |
    (digest.charCodeAt(at + 1) << 8) |
    (digest.charCodeAt(at + 2) << 16) |
    (digest.charCodeAt(at + 3) << 24)) >>>
  0

/** An empty table with room for so many rows; it grows where more come. */
export function makeElementTable(room = 64): ElementTable {
  let rows = new Uint32Array(Math.max(room, 64) * width)
  let count = 0
  /** Row + 1 by the first word of its digest, or the next free place after it; 0 is free. At most half is taken. */
  let places: Uint32Array | null = null

  const makeRoom = (more: number): void => {
    places = null
    if ((count + more) * width <= rows.length) return
    const wider = new Uint32Array(Math.max(rows.length * 2, (count + more) * width))
    wider.set(rows.subarray(0, count * width))
    rows = wider
  }
  const findPlaces = (): Uint32Array => {
    const found = new Uint32Array(2 ** Math.ceil(Math.log2(count * 2 + 1)))
    for (let row = 0; row < count; row += 1) {
      let place = (rows[row * width] ?? 0) & (found.length - 1)
      while (found[place] !== 0) place = (place + 1) & (found.length - 1)
      found[place] = row + 1
    }
    return found
  }

  return {
    size: () => count,
    add(digest, version, dropped) {
      makeRoom(1)
      const at = count * width
      rows[at] = wordAt(digest, 0)
      rows[at + 1] = wordAt(digest, 4)
      rows[at + 2] = wordAt(digest, 8)
      rows[at + versionAt] = version
      rows[at + droppedAt] = dropped
      count += 1
    },
    addFrom(other, from, to) {
      makeRoom(to - from)
      rows.set(other.words(from, to), count * width)
      count += to - from
    },
    find(digest) {
      if (digest === '' || count === 0) return null
      places ??= findPlaces()
      const [first, second, third] = [wordAt(digest, 0), wordAt(digest, 4), wordAt(digest, 8)]
      for (let place = first & (places.length - 1); ; place = (place + 1) & (places.length - 1)) {
        const row: number = (places[place] ?? 0) - 1
        if (row < 0) return null
        const at = row * width
        if (rows[at] === first && rows[at + 1] === second && rows[at + 2] === third) return row
      }
    },
    version: (row) => rows[row * width + versionAt] ?? 0,
    dropped: (row) => rows[row * width + droppedAt] ?? 0,
    words: (from, to) => rows.subarray(from * width, to * width),
  }
}
