/** Fans values out to everybody who follows; a slow follower never holds up another. */
export type ChangeFeed<T> = {
  publish(value: T): void
  /** Values from the first one asked for on, until the signal aborts or the feed closes; `greeting` comes before them. */
  follow(signal?: AbortSignal, greeting?: T): AsyncGenerator<T, void, void>
  close(): void
}

/** Values kept for one follower at most; older ones go, since a change event only says "ask again". */
const keptPerFollower = 500

/** An empty feed. */
export function makeChangeFeed<T>(): ChangeFeed<T> {
  type Follower = { queue: T[]; wake: () => void }
  const followers = new Set<Follower>()
  let closed = false

  async function* follow(signal?: AbortSignal, greeting?: T): AsyncGenerator<T, void, void> {
    const follower: Follower = { queue: greeting === undefined ? [] : [greeting], wake: () => {} }
    const onAbort = (): void => follower.wake()
    followers.add(follower)
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      while (!closed && !signal?.aborted) {
        const next = follower.queue.shift()
        if (next !== undefined) {
          yield next
          continue
        }
        await new Promise<void>((resolve) => {
          follower.wake = resolve
        })
      }
    } finally {
      followers.delete(follower)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  return {
    publish(value) {
      for (const follower of followers) {
        follower.queue.push(value)
        if (follower.queue.length > keptPerFollower) follower.queue.shift()
        follower.wake()
      }
    },
    follow,
    close() {
      closed = true
      for (const follower of followers) follower.wake()
    },
  }
}
