import { toErrorData } from '#contract/errors'
import { type App, createApp } from '../../create-app.ts'
import { systemClock } from '../../platform/clock.ts'
import { createFileLogger } from '../../platform/file-logger.ts'
import { describeBug } from '../../platform/logger.ts'
import { storedKeyProvider } from '../../platform/stored-key-provider.ts'
import { servePorts } from '../../transport/serve-port.ts'
import { type CorePort, clientOver } from './core-client.ts'
import { hostKeychain, hostPreferences } from './host-client.ts'
import { CoreBoot, type HostClient, ToCore } from './host-contract.ts'

/** The parent as a utility process sees it, as far as it is used here. */
export type CoreParent = {
  on(event: 'message', listener: (message: { data: unknown; ports: CorePort[] }) => void): unknown
}

type CoreInput = {
  parent: CoreParent
  /** The argument of the process: a `CoreBoot` as JSON. */
  boot: string
  /** URL of the built entry, beside which the cache worker lies. */
  entry: string
}

/**
 * Runs the core in a process of its own. Ports may arrive before it is ready: they wait, and so do the calls on them.
 * Ends the process where the main process asks, or where it cannot be started at all.
 */
export async function startCore({ parent, boot, entry }: CoreInput): Promise<void> {
  const options = CoreBoot.parse(JSON.parse(boot))
  const logger = createFileLogger({ folder: options.logs, clock: systemClock })
  const host = Promise.withResolvers<HostClient>()
  const app = Promise.withResolvers<App>()
  parent.on('message', ({ data, ports: [port] }) => {
    const message = ToCore.safeParse(data)
    if (!message.success) return logger.warn('host-message-refused')
    const { kind } = message.data
    if (kind === 'close') return void app.promise.then((opened) => opened.close()).finally(() => process.exit(0))
    if (!port) return logger.warn('port-missing', { kind })
    if (kind === 'host') return host.resolve(clientOver<HostClient>(port))
    void app.promise.then(({ router }) => servePorts({ router, logger })(port))
  })
  try {
    const client = await host.promise
    const { folder, demo, version, keysFile, keyFile } = options
    app.resolve(
      await createApp({
        ...{ folder, demo, version, logger, host: 'desktop', logs: options.logs, locked: options.locked },
        ...(options.demoSeed === undefined ? {} : { demoSeed: options.demoSeed }),
        keyProvider: storedKeyProvider({ keysFile, keyFile, keychain: hostKeychain(client) }),
        preferences: hostPreferences(client),
        clock: systemClock,
        workerFile: new URL('./cache-worker.js', entry),
      }),
    )
    logger.info('core-started', { host: 'electron', version, node: process.versions.node, demo })
  } catch (thrown) {
    logger.error('core-not-started', { code: toErrorData(thrown).code, ...describeBug(thrown) })
    process.exit(1)
  }
}
