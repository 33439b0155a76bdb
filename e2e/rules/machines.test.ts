import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkBorders } from './check-borders.mjs'

const project = fileURLToPath(new URL('../..', import.meta.url))
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-rules-'))
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'))
  plant('package.json', JSON.stringify({ type: 'module', imports: { '#contract/*': './src-preload/contract/*.ts' } }))
})
afterEach(() => rmSync(root, { recursive: true }))

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

describe('the import table', () => {
  const inventory = [
    'src-preload/contract/time.ts',
    'src-main/platform/clock.ts',
    'src-main/core/pair/pair.ts',
    'src-main/storage/store.ts',
    'src-main/connectors/kit/connector.ts',
    'src-main/connectors/kit/pager.ts',
    'src-main/connectors/acme/connector.ts',
    'src-main/connectors/other/connector.ts',
    'src-main/connectors/registry.ts',
    'src-main/runs/sync.ts',
    'src-main/procedures/runs.ts',
    'src-main/transport/serve.ts',
    'src-main/demo/cast.ts',
    'src-main/create-app.ts',
    'src-main/hosts/node/main.ts',
    'src-main/hosts/electron/main.ts',
    'src-preload/electron-bridge.ts',
    'src-renderer/link/connect.ts',
    'src-renderer/queries/runs.ts',
    'src-renderer/format/when.ts',
    'src-renderer/ui/badge.tsx',
    'src-renderer/features/list/list.tsx',
    'src-renderer/features/detail/detail.tsx',
    'src-renderer/screens/home.tsx',
  ]
  /** From, to, and the name of the row that must object. */
  const forbidden: [string, string, string][] = [
    ['src-preload/contract/a.ts', 'src-main/platform/clock.ts', 'contract'],
    ['src-main/platform/a.ts', 'src-main/core/pair/pair.ts', 'platform'],
    ['src-main/core/compare/a.ts', 'src-main/platform/clock.ts', 'core'],
    ['src-main/storage/a.ts', 'src-main/core/pair/pair.ts', 'storage'],
    ['src-main/connectors/kit/a.ts', 'src-main/connectors/acme/connector.ts', 'connectors/kit'],
    ['src-main/connectors/acme/a.ts', 'src-main/connectors/other/connector.ts', 'connectors/<x>'],
    ['src-main/connectors/acme/b.ts', 'src-main/storage/store.ts', 'connectors/<x>'],
    ['src-main/runs/a.ts', 'src-main/connectors/acme/connector.ts', 'runs'],
    ['src-main/runs/b.ts', 'src-main/connectors/kit/pager.ts', 'runs'],
    ['src-main/procedures/a.ts', 'src-main/transport/serve.ts', 'procedures'],
    ['src-main/procedures/b.ts', 'src-main/connectors/kit/connector.ts', 'procedures'],
    ['src-main/transport/a.ts', 'src-main/procedures/runs.ts', 'transport'],
    ['src-main/demo/a.ts', 'src-main/hosts/node/main.ts', 'demo'],
    ['src-main/hosts/node/a.ts', 'src-main/storage/store.ts', 'hosts/<x>'],
    ['src-main/hosts/node/b.ts', 'src-main/hosts/electron/main.ts', 'hosts/<x>'],
    ['src-main/hosts/electron/a.ts', 'src-main/hosts/node/main.ts', 'hosts/<x>'],
    ['src-main/hosts/electron/b.ts', 'src-main/runs/sync.ts', 'hosts/<x>'],
    ['src-main/hosts/electron/c.ts', 'src-preload/electron-bridge.ts', 'hosts/<x>'],
    ['src-main/hosts/start.mjs', 'src-main/platform/clock.ts', 'hosts, plain JavaScript'],
    ['src-preload/electron-bridge.ts', 'src-main/platform/clock.ts', 'the bridge'],
    ['src-renderer/link/a.ts', 'src-renderer/queries/runs.ts', 'renderer/link'],
    ['src-renderer/format/a.ts', 'src-renderer/ui/badge.tsx', 'renderer/format'],
    ['src-renderer/queries/a.ts', 'src-renderer/format/when.ts', 'renderer/queries'],
    ['src-renderer/ui/a.tsx', 'src-preload/contract/time.ts', 'renderer/ui'],
    ['src-renderer/features/list/a.tsx', 'src-renderer/features/detail/detail.tsx', 'renderer/features/<x>'],
    ['src-renderer/features/list/b.tsx', 'src-renderer/link/connect.ts', 'renderer/features/<x>'],
    ['src-renderer/screens/a.tsx', 'src-main/core/pair/pair.ts', 'renderer/screens'],
    ['src-renderer/main.tsx', 'src-main/core/pair/pair.ts', 'renderer, main.tsx'],
    ['src-main/runs/c.ts', 'better-sqlite3', 'only storage knows SQLite'],
    ['src-main/runs/d.ts', 'electron', 'only hosts/electron and the bridge know Electron'],
    ['src-main/hosts/node/c.ts', 'electron', 'only hosts/electron and the bridge know Electron'],
    ['src-main/hosts/fetch.mjs', 'electron', 'only hosts/electron and the bridge know Electron'],
    ['src-renderer/link/c.ts', 'electron', 'only hosts/electron and the bridge know Electron'],
    ['src-main/platform/b.ts', 'electron-store', 'only hosts/electron and the bridge know Electron'],
    ['src-preload/contract/b.ts', 'undici', 'the contract takes four packages'],
    ['src-preload/contract/c.ts', 'node:fs', 'the contract takes four packages'],
    ['src-main/core/pair/b.ts', 'node:fs', 'core takes no Node module and no package'],
    ['src-main/core/pair/c.ts', 'zod', 'core takes no Node module and no package'],
    ['src-renderer/link/b.ts', 'node:path', 'the page takes no Node module'],
    ['src-main/runs/e.ts', 'src-main/runs/nowhere.ts', 'no import that leads nowhere'],
  ]
  /** What the table allows, contract by its alias, and tests looking down. */
  const allowed: [string, string][] = [
    ['src-main/platform/z.ts', '#contract/time'],
    ['src-main/core/pair/z.ts', '#contract/time'],
    ['src-main/runs/z.ts', 'src-main/connectors/kit/connector.ts'],
    ['src-main/runs/y.ts', 'src-main/connectors/registry.ts'],
    ['src-main/connectors/registry.ts', 'src-main/connectors/acme/connector.ts'],
    ['src-main/storage/z.ts', 'better-sqlite3'],
    ['src-main/hosts/node/z.ts', 'src-main/create-app.ts'],
    ['src-main/hosts/electron/z.ts', 'electron'],
    ['src-main/hosts/electron/y.ts', 'src-main/create-app.ts'],
    ['src-renderer/screens/z.tsx', 'src-renderer/features/list/list.tsx'],
    ['src-renderer/link/z.ts', '#contract/time'],
    ['src-main/transport/z.suite.ts', 'src-renderer/link/connect.ts'],
    ['src-preload/contract/z.ts', 'zod'],
  ]
  const specifier = (to: string) => (to.startsWith('src-') ? join(root, to) : to)
  const plantAll = (imports: [string, string][], how: (to: string) => string) => {
    for (const path of inventory) plant(path, 'export const here = 1\nexport type Here = number\n')
    for (const [from, to] of imports) plant(from, `${how(specifier(to))}\nexport const also = 2\n`)
  }

  it('objects to each planted import with its own row', async () => {
    plantAll(
      forbidden.map(([from, to]) => [from, to]),
      (to) => `import '${to}'`,
    )
    const { violations } = await checkBorders(root)
    for (const [from, , name] of forbidden) {
      expect(
        violations.filter((line) => line.startsWith(`${name}: ${from} `)),
        `${name}: ${from}`,
      ).toHaveLength(1)
    }
  })

  it('counts type-only imports', async () => {
    plantAll(
      [['src-main/core/pair/a.ts', 'src-main/storage/store.ts']],
      (to) => `import type { Here } from '${to}'\nexport type There = Here`,
    )
    expect((await checkBorders(root)).violations).toHaveLength(1)
  })

  it('finds a circle', async () => {
    plantAll([], String)
    plant('src-main/runs/one.ts', "import './two.ts'\nexport const one = 1\n")
    plant('src-main/runs/two.ts', "import './one.ts'\nexport const two = 2\n")
    expect((await checkBorders(root)).violations.join()).toContain('no circle')
  })

  it('lets everything pass that the table lists', async () => {
    plantAll(allowed, (to) => `import '${to}'`)
    const { seen, violations } = await checkBorders(root)
    expect(violations).toEqual([])
    expect(seen).toBeGreaterThanOrEqual(inventory.length)
  })

  it('tells an empty look from a clean one by the number of modules seen', async () => {
    for (const folder of ['src-preload', 'src-main', 'src-renderer']) mkdirSync(join(root, folder))
    expect(await checkBorders(root)).toEqual({ seen: 0, violations: [] })
  })
})

describe('the linter', () => {
  const planted: [string, string, string][] = [
    ['src-main/runs/a.ts', 'export default 1', 'no-default-export'],
    ['src-main/runs/b.ts', 'export const b: any = 1', 'no-explicit-any'],
    ['src-main/runs/c.ts', "export const c = () => console.log('x')", 'no-console'],
    ['src-main/runs/d.ts', 'async function later() {}\nexport const d = () => {\n  later()\n}', 'no-floating-promises'],
    ['src-main/runs/e.ts', "import 'electron'\nexport const e = 1", 'no-restricted-imports'],
    ['src-renderer/link/f.ts', "import 'node:fs'\nexport const f = 1", 'no-restricted-imports'],
    [
      'src-renderer/ui/g.tsx',
      "import { useState } from 'react'\nexport function G({ on }: { on: boolean }) {\n  if (on) useState(1)\n  return null\n}",
      'rules-of-hooks',
    ],
    ['src-main/runs/h.ts', "import { i } from './i.ts'\nexport const h = () => i", 'no-cycle'],
    ['src-main/runs/i.ts', "import { h } from './h.ts'\nexport const i = () => h", 'no-cycle'],
    ['src-main/hosts/node/j.ts', "export const j = () => console.log('x')", ''],
    ['src-main/hosts/node/k.ts', "import 'electron'\nexport const k = 1", 'no-restricted-imports'],
    ['src-main/hosts/electron/l.ts', "import 'electron'\nexport const l = 1", ''],
    ['src-preload/electron-bridge.ts', "import 'electron'\nexport const m = 1", ''],
    ['e2e/specs/n.ts', "import 'electron'\nexport const n = 1", 'no-restricted-imports'],
    ['e2e/stand-in/o.ts', "import 'electron'\nexport const o = 1", ''],
    ['vite.config.ts', 'export default {}', ''],
  ]

  it('objects to each planted line with its own rule, and to nothing else', async () => {
    for (const [path, text] of planted) plant(path, `${text}\n`)
    const options = { strict: true, module: 'esnext', moduleResolution: 'bundler', noEmit: true, jsx: 'react-jsx' }
    const compilerOptions = { ...options, allowImportingTsExtensions: true, skipLibCheck: true }
    plant('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*.ts', '**/*.tsx'] }))
    const config = join(project, 'e2e/rules/oxlint.json')
    const args = [
      '--config',
      config,
      '--type-aware',
      '--format',
      'unix',
      'src-main',
      'src-preload',
      'src-renderer',
      'e2e',
      'vite.config.ts',
    ]
    const out = await new Promise<string>((resolve) => {
      const oxlint = join(project, 'node_modules/oxlint/bin/oxlint')
      execFile(process.execPath, [oxlint, ...args], { cwd: root }, (_, stdout) => resolve(stdout))
    })
    const found = out.split('\n').filter((line) => /^\S+:\d+:\d+:/.test(line))
    for (const [path, , rule] of planted) {
      const here = found.filter((line) => line.startsWith(path))
      expect(here.length, path).toBe(rule === '' ? 0 : 1)
      if (rule !== '') expect(here[0]).toContain(rule)
    }
  })
})
