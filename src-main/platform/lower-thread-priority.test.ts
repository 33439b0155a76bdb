import { once } from 'node:events'
import { getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'

const code = `
  const { getPriority } = require('node:os')
  const { parentPort, workerData } = require('node:worker_threads')
  import(workerData).then(({ lowerThreadPriority }) => {
    lowerThreadPriority()
    parentPort.postMessage(getPriority())
  })`

it('lowers the thread it is called in, where the system can, and no other', async () => {
  const before = getPriority()
  const worker = new Worker(code, {
    eval: true,
    workerData: new URL('./lower-thread-priority.ts', import.meta.url).href,
  })
  const [inWorker] = (await once(worker, 'message')) as [number]
  await worker.terminate()
  expect(inWorker).toBe(process.platform === 'linux' ? Math.max(before, 10) : before)
  expect(getPriority()).toBe(before)
})
