import { fileURLToPath } from 'node:url'
import type { AnyRouter } from '@orpc/server'
import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import { servePorts } from '../../transport/serve-port.ts'
import { coreOver, type LivingCore } from './core-client.ts'
import { type CoreProcess, startCoreProcess } from './core-process.ts'
import type { CoreBoot } from './host-contract.ts'

type DeskCoreInput = {
  entry: string
  /** What the next core is started with. */
  boot(): CoreBoot
  /** Answers what the core asks of the main process. */
  router: AnyRouter
  clock: Clock
  logger: Logger
  /** Called with each core that lives. */
  onCore(core: LivingCore): void
  /** Called as soon as that one is gone. */
  onEnd(): void
}

/** The core in a utility process, with the two ports that the main process itself needs: to be asked, and to ask. */
export function startDeskCore({
  entry,
  boot,
  router,
  clock,
  logger,
  onCore,
  onEnd,
}: DeskCoreInput): CoreProcess<MessagePortMain> {
  const serve = servePorts({ router, logger })
  let life = new AbortController()
  const process = startCoreProcess<MessagePortMain>({
    fork() {
      const child = utilityProcess.fork(fileURLToPath(new URL('./core-entry.js', entry)), [JSON.stringify(boot())], {
        serviceName: 'Plumbline core',
        // What it has to say it writes into its log; what it complains of when it cannot start goes to the terminal.
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      // It ends of this by itself. The report that comes along shows what was in its memory, so nobody looks at it.
      child.on('error', (type) => logger.error('core-failed', { type }))
      return child
    },
    started(child) {
      life = new AbortController()
      const [asked, asking] = [new MessageChannelMain(), new MessageChannelMain()]
      child.postMessage({ kind: 'host' }, [asked.port1])
      serve(asked.port2)
      child.postMessage({ kind: 'page' }, [asking.port1])
      onCore(coreOver(asking.port2, life.signal))
    },
    ended() {
      life.abort()
      onEnd()
    },
    clock,
    logger,
  })
  return process
}
