import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lockWorkspace } from '../../../src-main/storage/workspace-lock.ts'
import { cores } from '../core-thread.ts'
import { inTime, scenario, startBuilt, until } from '../run-built.ts'
import { appEvents } from '../state.ts'

// Preferences reach their file; closing the window keeps the program where a person chose so; quitting ends the core in order.
await scenario(async () => {
  const folder = process.argv[2] ?? ''
  const desktop = await startBuilt(['demo', '--demo-seed', '7', '--workspace', folder])
  const { client } = desktop.page()
  const chosen = {
    ...{ notify: false, quiet: { from: '22:00', until: '06:30' }, lockAfterMinutes: 5, stayInTray: true },
  } as Awaited<ReturnType<typeof client.desktop.save>>
  assert.deepEqual(await inTime('what was saved', client.desktop.save(chosen)), chosen)
  const kept: unknown = JSON.parse(readFileSync(join(folder, 'desktop', 'preferences.json'), 'utf8'))
  assert.deepEqual(kept, { value: chosen })
  assert.deepEqual(await client.desktop.show({}), chosen)

  await until('the window', () => desktop.window().shown)
  desktop.window().close()
  assert.deepEqual([desktop.window().destroyed, desktop.window().shown], [false, false], 'it stays in the tray')
  appEvents.emit('activate')
  assert.ok(desktop.window().shown)
  await client.desktop.save({ ...chosen, stayInTray: false })
  desktop.window().close()
  // The last window was closed, so the program ends.
  assert.equal(await inTime('the end', desktop.ended), 0)
  assert.ok(desktop.window().destroyed)
  assert.deepEqual(
    cores.map(({ exitCode }) => exitCode),
    [0],
    'the core ended in order before the program did',
  )
  const lock = lockWorkspace(join(folder, 'workspace.lock'))
  assert.ok(lock, 'nobody holds the workspace')
  lock.release()
})
