import type { AnyRouter } from '@orpc/server'
import type { AppInput } from '../../create-app.ts'
import { type Clock, systemClock } from '../../platform/clock.ts'
import { createFileLogger } from '../../platform/file-logger.ts'
import type { KeyProvider } from '../../platform/key-provider.ts'
import { readPageFiles } from '../../platform/page-files.ts'
import type { WorkspacePlaces } from '../../platform/workspace-places.ts'
import { serveSockets } from '../../transport/serve-socket.ts'
import { createAccess } from './access.ts'
import type { HostOptions } from './host-options.ts'
import { openBrowser } from './open-browser.ts'
import { startPageServer } from './page-server.ts'

/** What the host needs of `create-app.ts`. */
export type HostedApp = { router: AnyRouter; close(): Promise<void> }
/** The terminal: where the link is shown and Enter is heard. */
export type Terminal = {
  interactive: boolean
  say(line: string): void
  /** Calls back for each line entered; returns the way to stop. */
  onLine(listener: () => void): () => void
}

type NodeHostInput = {
  options: HostOptions
  places: WorkspacePlaces
  pageFolder: string
  workerFile: URL
  version: string
  keyProvider: KeyProvider
  createApp: (input: AppInput) => Promise<HostedApp>
  terminal: Terminal
  clock?: Clock
}

export type NodeHost = { origin: string; close(): Promise<void> }

/**
 * Starts core and page server for one workspace and tells the person where to find them. Throws AppError where the
 * page is not built, the port is taken or the workspace cannot be opened at all.
 */
export async function runNodeHost(input: NodeHostInput): Promise<NodeHost> {
  const { options, places, terminal, keyProvider, version, workerFile, clock = systemClock } = input
  const files = await readPageFiles(input.pageFolder)
  const logger = createFileLogger({ folder: places.logs, clock })
  const { folder } = places
  const app = await input.createApp({
    ...{ folder, demo: options.demo, keyProvider, clock, logger, logs: places.logs, version, workerFile },
    ...(options.demoSeed === undefined ? {} : { demoSeed: options.demoSeed }),
  })
  const access = createAccess(clock)
  const onSocket = serveSockets({ router: app.router, logger })
  const server = await startPageServer({ port: options.port, files, access, onSocket, logger }).catch(
    async (thrown) => {
      await app.close()
      throw thrown
    },
  )
  logger.info('host-started', { host: 'node', version, node: process.versions.node, demo: options.demo })

  const freshLink = () => `${server.origin}/#code=${access.newCode()}`
  terminal.say(`LISTENING ${server.origin}`)
  terminal.say(`The ${options.demo ? 'demo workspace' : 'workspace'} is kept in ${places.folder}`)
  if (options.printLink) terminal.say(`LINK ${freshLink()}`)
  else await showFirstLink({ freshLink, terminal, open: options.openBrowser })
  const stopListening =
    terminal.interactive || options.printLink
      ? terminal.onLine(() => terminal.say(options.printLink ? `LINK ${freshLink()}` : `A fresh link: ${freshLink()}`))
      : () => {}

  let closing: Promise<void> | null = null
  const close = async () => {
    stopListening()
    await server.close()
    await app.close()
    logger.info('host-stopped')
  }
  return { origin: server.origin, close: () => (closing ??= close()) }
}

type FirstLink = { freshLink: () => string; terminal: Terminal; open: boolean }

/** A link is a key for a minute: it is shown to a person, never written where output is collected. */
async function showFirstLink({ freshLink, terminal, open }: FirstLink): Promise<void> {
  const link = freshLink()
  const opened = open && (await openBrowser(link))
  if (terminal.interactive) {
    terminal.say(
      opened
        ? 'Opening it in your browser. If nothing appears, use this link within a minute:'
        : 'Open this link within a minute:',
    )
    terminal.say(link)
    terminal.say('Press Enter here for a fresh link, Ctrl+C to stop.')
  } else if (!opened) {
    terminal.say('The link is shown in a terminal only. Start it in a terminal window, or with "--print-link".')
  }
}
