import type { MessagePort } from 'node:worker_threads'
import { pageOrigin, pageScheme } from '#contract/bridge'

/** A page's window as far as the page's link uses it, in the place of the global one until its end. */
export type PlayedWindow = {
  /** Posts a message to the page, as its bridge does. */
  post(message: unknown, ports?: MessagePort[]): void
  /** Messages that were posted to the window, whoever posted them. */
  readonly posted: unknown[]
  /** Resolves once what was posted until now has been heard. */
  delivered(): Promise<void>
  end(): void
}

type WindowMessage = { source: unknown; origin: string; data: unknown; ports: MessagePort[] }

const names = ['window', 'location', 'addEventListener'] as const

/** Puts a window of the desktop application's page in place. One at a time; `end` takes it away and silences it. */
export function playWindow(): PlayedWindow {
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
  const listeners = new Set<(event: WindowMessage) => void>()
  const posted: unknown[] = []
  const window = {
    postMessage(message: unknown, origin: string, ports: MessagePort[] = []): void {
      if (origin !== pageOrigin) throw new Error(`a message to ${origin}, and the page is ${pageOrigin}`)
      const event = { source: window, origin, data: structuredClone(message), ports }
      posted.push(event.data)
      queueMicrotask(() => {
        for (const listener of listeners) listener(event)
      })
    },
  }
  const values = {
    window,
    location: { protocol: `${pageScheme}:`, origin: pageOrigin },
    addEventListener: (_type: 'message', listener: (event: WindowMessage) => void) => listeners.add(listener),
  }
  for (const name of names) {
    Object.defineProperty(globalThis, name, { value: values[name], configurable: true, writable: true })
  }
  return {
    post: (message, ports) => window.postMessage(message, pageOrigin, ports),
    posted,
    delivered: () => new Promise((resolve) => setImmediate(resolve)),
    end() {
      listeners.clear()
      for (const [name, descriptor] of before) {
        if (descriptor) Object.defineProperty(globalThis, name, descriptor)
        else Reflect.deleteProperty(globalThis, name)
      }
    },
  }
}
