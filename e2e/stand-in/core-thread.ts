import { EventEmitter } from 'node:events'
import { Worker } from 'node:worker_threads'
import type * as Electron from 'electron'
import { type StandInPort, unwrapPort } from './ports.ts'
import { needsReady, refuse, wholePath } from './state.ts'
import { copied, strict } from './strict.ts'

/** Every core that was started, in order. */
export const cores: StandInUtilityProcess[] = []

/** A utility process as a thread: the same built entry, and an end by exit code. */
export class StandInUtilityProcess extends EventEmitter implements Pick<Electron.UtilityProcess, 'kill'> {
  readonly worker: Worker
  exitCode: number | null = null
  constructor(modulePath: string, args: string[]) {
    super()
    wholePath("the core's entry", modulePath)
    if (args.some((argument) => typeof argument !== 'string')) refuse('arguments must be texts')
    this.worker = new Worker(new URL('./core-shell.ts', import.meta.url), { workerData: { modulePath, args } })
    this.worker.on('exit', (code) => {
      this.exitCode = code
      this.emit('exit', code)
    })
    this.worker.on('error', (error) => process.stderr.write(`core: ${error instanceof Error ? error.stack : error}\n`))
    cores.push(this)
  }

  postMessage(message: unknown, transfer: StandInPort[] = []): void {
    const ports = transfer.map(unwrapPort)
    this.worker.postMessage({ data: copied(message), ports }, ports)
  }

  kill(): boolean {
    void this.worker.terminate()
    return true
  }
}

export const utilityProcess = strict('utilityProcess', {
  fork(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}) {
    needsReady('utilityProcess.fork')
    if (options.execArgv?.some((argument) => argument.includes('inspect'))) refuse('the core is inspected')
    return new StandInUtilityProcess(modulePath, args)
  },
})
