import assert from 'node:assert/strict'
import { pageOrigin } from '#contract/bridge'
import { cores } from '../core-thread.ts'
import { inTime, scenario, startBuilt, until } from '../run-built.ts'
import { appEvents, given } from '../state.ts'
import { windows } from '../windows.ts'

// A second start hands its link to the first, and a link only navigates.
await scenario(async () => {
  given.packaged = true
  const link = 'plumbline://calendar?date=2026-03-02'
  const desktop = await startBuilt(['demo', '--workspace', process.argv[2] ?? '', link])
  const { client } = desktop.page()
  await inTime('an answer of the core', client.workspace.info({}))
  await until('the window', () => desktop.window().shown)
  assert.equal(desktop.window().url, `${pageOrigin}/#/calendar?date=2026-03-02`)
  const before = JSON.stringify(await client.runs.list({ limit: 500 }))
  const was = await client.workspace.info({})

  const second = (...argv: string[]): void => void appEvents.emit('second-instance', {}, [process.execPath, ...argv])
  desktop.window().hide()
  second('plumbline://discrepancies?kind=missing')
  assert.equal(desktop.window().url, `${pageOrigin}/#/discrepancies?kind=missing`)
  assert.ok(desktop.window().shown, 'the window comes to the front')
  const hostile = [
    ...['plumbline://sync-all', 'plumbline:javascript:alert(1)', 'plumbline://user:secret@overview', 'plumbline://'],
    ...[
      'plumbline://overview:80',
      'https://evil.example/',
      '--plumbline://runs',
      `plumbline://runs?${'x'.repeat(3000)}`,
    ],
    ...['plumbline://page/../../etc/passwd', 'plumbline://workspace?lock=1', 'plumbline://connections/remove'],
  ]
  for (const text of hostile) second(text)
  let prevented = false
  appEvents.emit('open-url', { preventDefault: () => (prevented = true) }, 'plumbline://settings')
  assert.deepEqual([prevented, desktop.window().url], [true, `${pageOrigin}/#/settings`])
  assert.deepEqual([windows.length, desktop.window().loads, cores.length], [1, 1, 1])
  const after = await client.workspace.info({})
  assert.deepEqual([after.state, after.operator], [was.state, was.operator])
  assert.equal(JSON.parse(JSON.stringify(await client.runs.list({ limit: 500 }))).length, JSON.parse(before).length)
})
