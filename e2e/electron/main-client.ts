import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ElectronApplication } from '@playwright/test'
import { bridgeChannels, pageOrigin } from '#contract/bridge'
import type { CoreClient } from '#contract/procedures'
import type { HostedClient } from '../hosted.ts'

/** What of Electron's driver is used here; the stand-in can offer the same. */
type MainProcess = Pick<ElectronApplication, 'evaluateHandle'>

/** What lives in the main process: a port to the core, and what came through it and was not fetched yet. */
type Held = {
  port: { postMessage(message: string): void; close(): void }
  take(): Promise<string[] | null>
}

/**
 * A client of the spec's own to the core of the desktop application: the main process asks its own broker for a port as if
 * a page had, and hands its messages on, as texts. Every function given to the main process stands by itself there.
 */
export async function connectThroughMain(main: MainProcess): Promise<HostedClient> {
  const held = await main.evaluateHandle(
    async ({ ipcMain }, { connect, origin }): Promise<Held> => {
      const port = await new Promise<Electron.MessagePortMain>((resolve) => {
        const postMessage = (_channel: string, _message: unknown, [one]: Electron.MessagePortMain[]): void => {
          if (one) resolve(one)
        }
        ipcMain.emit(connect, { senderFrame: { origin, parent: null, detached: false, postMessage } }, false)
      })
      const came: string[] = []
      let ended = false
      let wake = (): void => {}
      port.on('message', ({ data }) => {
        came.push(data)
        wake()
      })
      port.on('close', () => {
        ended = true
        wake()
      })
      port.start()
      return {
        port,
        async take() {
          if (came.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve))
          return came.length === 0 ? null : came.splice(0)
        },
      }
    },
    { connect: bridgeChannels.connect, origin: pageOrigin },
  )
  const listeners: ((message: string) => void)[] = []
  const ends: (() => void)[] = []
  const carry = async (): Promise<void> => {
    try {
      for (;;) {
        const messages = await held.evaluate(({ take }) => take())
        if (messages === null) break
        for (const message of messages) for (const listener of listeners) listener(message)
      }
    } catch {
      // The application is gone.
    }
    for (const end of ends) end()
  }
  const port = {
    postMessage: (message: string) => void held.evaluate(({ port: far }, text) => far.postMessage(text), message),
    onMessage: { addListener: (listener: (message: string) => void) => void listeners.push(listener) },
    onDisconnect: { addListener: (end: () => void) => void ends.push(end) },
  }
  void carry()
  return {
    client: createORPCClient<CoreClient>(new RPCLink({ port })),
    close: () => void held.evaluate(({ port: far }) => far.close()).catch(() => {}),
  }
}
