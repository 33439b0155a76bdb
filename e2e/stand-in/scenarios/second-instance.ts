import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cores } from '../core-thread.ts'
import { loadEntry, scenario, stays } from '../run-built.ts'
import { becomeReady, given, seen } from '../state.ts'
import { windows } from '../windows.ts'

// Where another instance has the lock, this one ends at once: no window, no core, nothing opened.
await scenario(async () => {
  given.secondInstance = true
  const folder = process.argv[2] ?? ''
  await loadEntry(['demo', '--workspace', folder, 'plumbline://runs'])
  becomeReady()
  await stays(() => windows.length + cores.length, 100)
  const { errorBoxes, exitCode } = seen
  assert.deepEqual(
    [windows.length, cores.length, errorBoxes.length, exitCode],
    [0, 0, 0, 0],
    'a second instance opens nothing',
  )
  assert.ok(!existsSync(join(folder, 'ledger.db')))
})
