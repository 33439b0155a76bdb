import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cores } from '../core-thread.ts'
import { scenario, startBuilt, until } from '../run-built.ts'

// The native file of PLUMBLINE_ROOT is not the one that was built in: nothing is opened with it, and the page says why.
await scenario(async () => {
  const folder = process.argv[2] ?? ''
  const desktop = await startBuilt(['demo', '--workspace', folder])
  const told = await until('word of the stop', () => desktop.page().heard.find(({ state }) => state === 'stopped'))
  assert.match(told.why, /^The database driver of Plumbline is not the file it was built with/)
  // The page's first wish for a port may come after the end, and counts as a person's.
  assert.ok(cores.length <= 2, `it is not tried again and again (${cores.length} times)`)
  assert.equal(cores[0]?.exitCode, 86)
  assert.ok(!existsSync(join(folder, 'ledger.db')))
})
