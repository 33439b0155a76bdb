// The import table of architecture.md 4, row by row. A file may import what its row lists and nothing else of ours;
// type-only imports count. Tests and suites are free to look down.

const tests = '\\.(test|suite)\\.tsx?$|^src-renderer/testing/'
const ours = '^(src-|e2e/)'
const contract = '^src-preload/contract/'
const bridge = '^src-preload/electron-bridge\\.ts$'
const platform = '^src-main/platform/'
const core = '^src-main/core/'
const storage = '^src-main/storage/'
const connectors = '^src-main/connectors/'
const kit = '^src-main/connectors/kit/'
const registry = '^src-main/connectors/registry\\.ts$'
const runs = '^src-main/runs/'
const procedures = '^src-main/procedures/'
const transport = '^src-main/transport/'
const createApp = '^src-main/create-app\\.ts$'
const demo = '^src-main/demo/'
const page = (folder) => `^src-renderer/${folder}/`

/** One row of the table: `from` may import only `may` of our own files. */
const row = (name, from, may) => ({
  name,
  severity: 'error',
  comment: `architecture.md 4, row "${name}"`,
  from: { path: from, pathNot: tests },
  to: { path: ours, pathNot: may },
})

const rows = [
  row('contract', contract, [contract]),
  row('the bridge', bridge, [contract]),
  row('platform', platform, [platform, contract]),
  row('core', core, [core, contract]),
  row('storage', storage, [storage, platform, contract]),
  row('connectors/kit', kit, [kit, platform, contract]),
  row('connectors/<x>', '^src-main/connectors/(?!kit/)([^/]+)/', [`${connectors}$1/`, kit, platform, contract]),
  row('connectors/registry.ts', registry, [connectors, contract]),
  row('runs', runs, [
    runs,
    core,
    registry,
    `${kit}(connector|vendor-http|vendor-gate|common-settings)\\.ts$`,
    storage,
    platform,
    contract,
  ]),
  row('procedures', procedures, [procedures, runs, core, registry, storage, platform, contract]),
  row('transport', transport, [transport, platform, contract]),
  row('create-app.ts', createApp, [
    createApp,
    demo,
    transport,
    procedures,
    runs,
    core,
    connectors,
    storage,
    platform,
    contract,
  ]),
  row('demo', demo, [createApp, demo, transport, procedures, runs, core, connectors, storage, platform, contract]),
  row('hosts/<x>', '^src-main/hosts/([^/]+)/', ['^src-main/hosts/$1/', createApp, demo, transport, platform, contract]),
  row('hosts, plain JavaScript', '^src-main/hosts/[^/]+\\.mjs$', ['^src-main/hosts/[^/]+\\.mjs$']),
  row('renderer/link', page('link'), [page('link'), contract]),
  row('renderer/format', page('format'), [page('format'), contract]),
  row('renderer/queries', page('queries'), [page('queries'), page('link'), contract]),
  row('renderer/ui', page('ui'), [page('ui'), page('format')]),
  row('renderer/features/<x>', '^src-renderer/features/([^/]+)/', [
    '^src-renderer/features/$1/',
    page('queries'),
    page('ui'),
    page('format'),
    contract,
  ]),
  row('renderer/screens', page('screens'), ['^src-renderer/', contract]),
  row('renderer, main.tsx', '^src-renderer/[^/]+$', ['^src-renderer/', contract]),
]

/** A package that only one place may know. `to` is matched against the resolved path. */
const only = (name, packages, from) => ({
  name,
  severity: 'error',
  from: { path: ours, pathNot: [from, tests, '^e2e/'] },
  to: { path: `(^|node_modules/)(${packages})(/|$)` },
})

const packages = [
  only('only storage knows SQLite', 'better-sqlite3|better-sqlite3-multiple-ciphers|drizzle-orm', storage),
  only(
    'only hosts/electron and the bridge know Electron',
    'electron|electron-store',
    `^src-main/hosts/electron/|${bridge}`,
  ),
  {
    name: 'the contract takes four packages',
    severity: 'error',
    from: { path: contract, pathNot: tests },
    to: {
      dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'],
      pathNot: 'node_modules/(zod|@orpc/contract|@orpc/client|temporal-polyfill)/',
    },
  },
  {
    name: 'core takes no Node module and no package',
    severity: 'error',
    from: { path: core, pathNot: tests },
    to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'] },
  },
  {
    name: 'the page takes no Node module',
    severity: 'error',
    from: { path: '^src-renderer/', pathNot: tests },
    to: { dependencyTypes: ['core'] },
  },
]

const general = [
  { name: 'no circle', severity: 'error', from: { pathNot: tests }, to: { circular: true } },
  { name: 'no import that leads nowhere', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no program file imports a test',
    severity: 'error',
    from: { path: '^src-', pathNot: tests },
    to: { path: tests },
  },
]

export const borders = {
  forbidden: [...rows, ...packages, ...general],
  options: {
    // Without swc and with TypeScript 7 the tool finds no module at all and calls that a success.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Text and style imports are no modules.
    exclude: { path: '\\?(raw|url|worker)|\\.(css|sql|svg|woff2)$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
