import { EventEmitter } from 'node:events'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { StandInPort } from './ports.ts'

// What a utility process is to the core, inside a thread: a parent to listen to, arguments, and an end by exit code.
if (!parentPort) throw new Error('stand-in: the core runs in a thread')
const parent = new EventEmitter()
const queued: { data: unknown; ports: StandInPort[] }[] = []
parentPort.on('message', ({ data, ports }: { data: unknown; ports: MessagePort[] }) => {
  const message = { data, ports: ports.map((port) => new StandInPort(port)) }
  if (parent.listenerCount('message') === 0) queued.push(message)
  else parent.emit('message', message)
})
// Electron queues until somebody listens.
parent.on('newListener', (event) => {
  if (event === 'message') queueMicrotask(() => queued.splice(0).forEach((message) => parent.emit('message', message)))
})
const { modulePath, args } = workerData as { modulePath: string; args: string[] }
Object.assign(process, { parentPort: parent, argv: [process.execPath, modulePath, ...args] })
await import(modulePath)
