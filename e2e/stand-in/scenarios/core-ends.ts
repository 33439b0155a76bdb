import assert from 'node:assert/strict'
import { cores } from '../core-thread.ts'
import { answered, inTime, refused, scenario, startBuilt, until } from '../run-built.ts'
import { seen } from '../state.ts'

// The core is killed while it streams; and killed again and again.
await scenario(async () => {
  const desktop = await startBuilt(['demo', '--demo-seed', '7', '--workspace', process.argv[2] ?? ''])
  const page = desktop.page()
  const { client, heard } = page
  const [run] = await inTime('a sync', client.runs.syncAll({}))
  assert.ok(run)
  const stream = await inTime('the stream of a run', client.runs.follow({ runId: run.id }))
  const first = await inTime('the first word of the stream', stream.next())
  assert.equal(first.done, false)
  const silent = await inTime('a stream that waits', client.workspace.changes({}))
  await silent.next()
  const rest = (async () => {
    for await (const _event of silent) await client.workspace.info({})
  })()

  cores[0]?.kill()
  await refused('core-gone', rest)
  const healed = await inTime(
    'an answer of the next core',
    answered(() => client.workspace.info({})),
  )
  const gone = heard.find(({ state, why }) => state === 'gone' && why !== '')
  assert.match(gone?.why ?? 'nothing was said', /ended unexpectedly \(exit code 1\)\. It is being started again\./)
  assert.deepEqual([healed.state.state, cores.length], ['open', 2])
  await until('word of the new connection', () => heard.at(-1)?.state === 'open')
  assert.ok((await inTime('a list from the next core', client.pairings.list({}))).length > 0)

  for (const killed of [1, 2, 3]) {
    await until('the next core', () => cores.length === killed + 1)
    cores[killed]?.kill()
    await until('its end', () => cores[killed]?.exitCode !== null)
  }
  const stopped = await until('word of the stop', () => heard.find(({ state }) => state === 'stopped'))
  assert.match(stopped.why, /started 4 times within five minutes and ended each time/)
  assert.equal(cores.length, 4, 'it is not started a fifth time')
  assert.equal(seen.toolTips.at(-1), 'Plumbline: Not running')

  desktop.window().webContents.reload()
  await until('the page anew', () => desktop.page() !== page)
  const asked = await inTime('an answer after a person asked', desktop.page().client.workspace.info({}))
  assert.deepEqual([asked.state.state, cores.length], ['open', 5])
})
