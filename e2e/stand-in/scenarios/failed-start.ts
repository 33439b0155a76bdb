import assert from 'node:assert/strict'
import { cores } from '../core-thread.ts'
import { inTime, loadEntry, scenario } from '../run-built.ts'
import { appEvents, becomeReady, seen } from '../state.ts'
import { windows } from '../windows.ts'

// A start that fails once Electron is ready says so and ends with 1. PLUMBLINE_ROOT leads to a program without its page.
await scenario(async () => {
  const ended = new Promise<number>((resolve) => appEvents.once('stand-in-exit', resolve))
  await loadEntry(['demo', '--workspace', process.argv[2] ?? ''])
  becomeReady()
  assert.equal(await inTime('the end', ended), 1)
  assert.deepEqual(seen.errorBoxes, [
    {
      title: 'Plumbline cannot start',
      content: 'The page of Plumbline was not built. Run "npm run build" in its folder and start it again.',
    },
  ])
  assert.deepEqual([windows.length, cores.length], [0, 0])
})
