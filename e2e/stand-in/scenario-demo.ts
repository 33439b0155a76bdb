import { fileURLToPath } from 'node:url'
import { startBuilt } from './run-built.ts'

// The demo through the whole chain: built main, built preload, real core in its own thread, the page's own link.
const root = process.env['PLUMBLINE_ROOT'] ?? fileURLToPath(new URL('../..', import.meta.url))
const desktop = await startBuilt({ root, argv: ['demo', '--demo-seed', '7', '--workspace', process.argv[2] ?? ''] })
const info = await desktop.client.workspace.info({})
process.stdout.write(`${JSON.stringify(info)}\n`)
process.exit(0)
