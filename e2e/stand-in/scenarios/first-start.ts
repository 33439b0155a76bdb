import assert from 'node:assert/strict'
import { inTime, scenario, startBuilt } from '../run-built.ts'

// The shortest way through the whole chain: a folder without a workspace, and what the page asks first.
await scenario(async () => {
  const folder = process.argv[2] ?? ''
  const { client } = (await startBuilt(['--workspace', folder])).page()
  const info = await inTime('an answer of the core', client.workspace.info({}))
  assert.deepEqual(
    [info.state, info.demo, info.host, info.folder, info.unlock],
    [{ state: 'new' }, false, 'desktop', folder, null],
  )
  const [best] = await inTime('the ways', client.workspace.ways({}))
  assert.deepEqual(best, { kind: 'keychain', refused: null })
})
