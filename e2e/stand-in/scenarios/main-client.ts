import assert from 'node:assert/strict'
import type { ElectronApplication } from '@playwright/test'
import * as electron from 'electron'
import { connectThroughMain } from '../../electron/main-client.ts'
import { inTime, scenario, startBuilt } from '../run-built.ts'

// The client that a spec has of its own in the desktop application: its functions are run here as Electron's driver would.
await scenario(async () => {
  await startBuilt(['demo', '--demo-seed', '7', '--workspace', process.argv[2] ?? ''])
  type Run = (value: unknown, arg: unknown) => unknown
  const handleOf = (value: unknown) => ({ evaluate: async (run: Run, arg?: unknown) => run(value, arg) })
  const driver = { evaluateHandle: async (run: Run, arg: unknown) => handleOf(await run(electron, arg)) }
  const { client, close } = await connectThroughMain(driver as unknown as ElectronApplication)
  const { state } = await inTime('an answer to the client of a spec', client.workspace.info({}))
  assert.equal(state.state, 'open')
  const facilities = await inTime('a second answer', client.facilities.list({}))
  assert.ok(facilities.length > 0)
  close()
})
