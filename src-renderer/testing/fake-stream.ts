import { mapEventIterator } from '@orpc/client'
import type { ChangeEvent } from '#contract/workspace'

/** A generator as the client hands streams on; what it returns is never looked at. */
export const stream = <Value>(source: AsyncGenerator<Value, void, void>) =>
  mapEventIterator(source as unknown as AsyncIterator<Value, Value, void>, {
    value: async (value) => value,
    error: async (error) => error,
  })

/** What listeners are told, one after the other, until the signal. */
export async function* eventStream(
  listeners: Set<(event: ChangeEvent) => void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ChangeEvent, void, void> {
  const queue: ChangeEvent[] = []
  let wake = (): void => {}
  const listener = (event: ChangeEvent): void => {
    queue.push(event)
    wake()
  }
  listeners.add(listener)
  signal?.addEventListener('abort', () => wake())
  try {
    while (!signal?.aborted) {
      const event = queue.shift()
      if (event) yield event
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    listeners.delete(listener)
  }
}
