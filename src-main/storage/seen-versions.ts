/** Which stored versions a read has met, one bit each; ids up to `highest` exist when the read starts. */
export type SeenVersions = { add(id: number): void; has(id: number): boolean }

/** An empty set for version ids from 0 to `highest`. */
export function makeSeenVersions(highest: number): SeenVersions {
  const bits = new Uint8Array((highest >> 3) + 1)
  return {
    has: (id) => ((bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0,
    add(id) {
      bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7))
    },
  }
}
