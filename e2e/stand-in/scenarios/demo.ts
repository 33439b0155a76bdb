import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from '../app.ts'
import { inTime, root, scenario, startBuilt, until } from '../run-built.ts'
import { seen } from '../state.ts'

// The demo through the whole chain: built main, built preload, real core in its own thread, the page's own link.
await scenario(async () => {
  const folder = process.argv[2] ?? ''
  const desktop = await startBuilt(['demo', '--demo-seed', '7', '--workspace', folder])
  const { client, policy, exposed } = desktop.page()
  const info = await inTime('an answer of the core', client.workspace.info({}))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  assert.deepEqual(
    { state: info.state.state, demo: info.demo, host: info.host, folder: info.folder, version: info.version },
    { state: 'open', demo: true, host: 'desktop', folder, version },
  )
  const pairings = await client.pairings.list({})
  assert.ok(pairings.length > 0, 'the demo shows its pairings')
  const { rows } = await client.discrepancies.list({ filter: {}, order: 'risk', offset: 0, limit: 50 })
  assert.ok(Array.isArray(rows), 'a list can be read')

  assert.match(policy, /require-trusted-types-for 'script'/)
  assert.deepEqual(exposed, [], 'the preload puts nothing on the page’s window')
  assert.equal(app.getPath('userData'), join(folder, 'desktop'))
  const labels = seen.menus[0]?.map(({ label }) => label?.replace('&', ''))
  assert.deepEqual(labels?.slice(-6), ['File', 'Edit', 'View', 'Go', 'Window', 'Help'])
  assert.deepEqual(seen.trayMenus[0]?.flatMap(({ label, type }) => (type === 'separator' ? [] : [label])).slice(1), [
    'Open Plumbline',
    'Sync all now',
    'Lock now',
    'Quit',
  ])
  assert.deepEqual(
    seen.about.map(({ applicationName, applicationVersion }) => [applicationName, applicationVersion]),
    [['Plumbline', version]],
  )
  await until('the window', () => desktop.window().shown)
  await until('the tray’s word on the workspace', () => seen.toolTips.find((text) => /open|Syncing/.test(text)))
})
