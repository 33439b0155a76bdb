/** So many groups are read with one statement: enough to pay for it, few enough to hold. */
const atOnce = 500

/** All of them in their order, some hundred at a time. */
export function* inChunks<T>(all: Iterable<T>): Generator<T[], void, void> {
  let chunk: T[] = []
  for (const one of all) {
    chunk.push(one)
    if (chunk.length < atOnce) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
