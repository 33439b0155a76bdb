import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '#contract/procedures'
import { systemClock } from '../../src-main/platform/clock.ts'
import { silentLogger } from '../../src-main/platform/logger.ts'
import { exportedSchemas, notImplemented, notPlainJson, procedureSchemas } from './contract-checks.ts'
import {
  badlyNamed,
  connectorFolders,
  missingInConnectors,
  type SourceFile,
  strangeIds,
  tooLong,
  vendorNamesOutside,
  withoutReadme,
} from './layout-checks.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files: SourceFile[] = ['src-preload', 'src-main', 'src-renderer', 'e2e'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|mjs|css|html|json|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(root.length).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') })),
)
const text = (path: string, content = ''): SourceFile => ({ path, text: content })

describe('the program', () => {
  it('is looked at', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(connectorFolders(files)).not.toEqual([])
  })

  it('has no file above 400 lines', () => {
    expect(tooLong(files)).toEqual([])
  })

  it('names its files in kebab-case and has no barrels', () => {
    expect(badlyNamed(files)).toEqual([])
  })

  it('has the required files in every connector folder', () => {
    expect(missingInConnectors(files)).toEqual([])
  })

  it('calls every connector by its folder', async () => {
    const modules = import.meta.glob<{ connector: { id: string } }>('../../src-main/connectors/*/connector.ts')
    const connectors = await Promise.all(
      Object.entries(modules)
        .map(([path, load]) => ({ folder: path.split('/').at(-2) ?? '', load }))
        .filter(({ folder }) => folder !== 'kit')
        .map(async ({ folder, load }) => ({ folder, id: (await load()).connector.id })),
    )
    expect(connectors.map(({ folder }) => folder).sort()).toEqual(connectorFolders(files))
    expect(strangeIds(connectors)).toEqual([])
  })

  it('names no vendor outside its folder', () => {
    expect(vendorNamesOutside(files)).toEqual([])
  })

  it('explains every top folder', () => {
    expect(withoutReadme(files)).toEqual([])
  })
})

describe('the contract', () => {
  const modules = import.meta.glob('../../src-preload/contract/*.ts', { eager: true })
  const schemas = [...exportedSchemas(modules), ...procedureSchemas(contract)]

  it('is looked at', () => {
    expect(schemas.length).toBeGreaterThan(60)
  })

  it('is plain JSON both ways', () => {
    const bad = schemas
      .map(({ name, schema }) => ({ name, why: notPlainJson(schema) }))
      .filter(({ why }) => why !== null)
    expect(bad).toEqual([])
  })

  it('is implemented in every procedure', async () => {
    const { createApp } = await import('../../src-main/create-app.ts')
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-router-'))
    const notHere = () => Promise.reject(new Error('no workspace is opened here'))
    const keyProvider = {
      stored: () => Promise.resolve(null),
      ...{
        ways: notHere,
        create: notHere,
        unlock: notHere,
        keepRecovery: notHere,
        recover: notHere,
        endRecovery: notHere,
      },
    }
    const app = await createApp({
      folder,
      demo: false,
      keyProvider,
      clock: systemClock,
      logger: silentLogger,
      version: '0.0.0',
      workerFile: new URL('file:///nowhere/cache-worker.js'),
    })
    expect(notImplemented(contract, app.router)).toEqual([])
    await app.close()
    rmSync(folder, { recursive: true })
  })
})

describe('each check', () => {
  const whole = [
    'connector.ts',
    'settings.ts',
    'wire.ts',
    'client.ts',
    'normalise.ts',
    'sandbox/a.ts',
    'samples/a.json',
  ]
  const folder = [...whole, 'connector.test.ts', 'README.md'].map((name) => text(`src-main/connectors/acme/${name}`))

  it('finds a long file, and lets a long test be', () => {
    const long = 'x\n'.repeat(401)
    const planted = [
      text('src-main/a.ts', long),
      text('src-main/a.test.ts', long),
      text('src-main/b.ts', 'x\n'.repeat(400)),
    ]
    expect(tooLong(planted)).toEqual(['src-main/a.ts: 401 lines, at most 400'])
  })

  it('finds a file in another case and a barrel', () => {
    const planted = ['src-main/openDb.ts', 'src-main/index.ts', 'src-main/open-db.test.ts'].map((path) => text(path))
    expect(badlyNamed(planted)).toHaveLength(2)
  })

  it('finds what a connector lacks', () => {
    expect(missingInConnectors(folder)).toEqual([])
    expect(missingInConnectors(folder.filter(({ path }) => !/sandbox|README/.test(path)))).toEqual([
      'src-main/connectors/acme: sandbox.ts or sandbox/ is missing',
      'src-main/connectors/acme: README.md is missing',
    ])
  })

  it('finds a connector that calls itself otherwise', () => {
    expect(strangeIds([{ folder: 'acme', id: 'acme-rota' }])).toHaveLength(1)
  })

  it('finds a vendor in the core, in the page and in another vendor, but not in demo and documents', () => {
    const planted = [
      text('src-main/core/pair/a.ts', 'const a = 1\n// as Acme does'),
      text('src-renderer/screens/a.tsx', "const id = 'acme'"),
      text('src-main/connectors/other/client.ts', 'Acme'),
      text('src-main/connectors/acme/client.ts', 'Acme'),
      text('src-main/demo/cast.ts', 'Acme'),
      text('src-main/README.md', 'Acme'),
    ]
    expect(vendorNamesOutside(planted)).toEqual([
      'src-main/core/pair/a.ts:2: names acme',
      'src-renderer/screens/a.tsx:1: names acme',
      'src-main/connectors/other/client.ts:1: names acme',
    ])
  })

  it('finds a top folder that is not explained', () => {
    expect(withoutReadme([text('e2e/a.ts'), text('src-main/a.ts'), text('src-main/README.md')])).toEqual([
      'e2e: README.md is missing',
    ])
  })

  it.each([
    ['a date', z.strictObject({ at: z.date() })],
    ['a map', z.map(z.string(), z.string())],
    ['a transform', z.string().transform((value) => value.length)],
    ['a default', z.strictObject({ a: z.string().default('x') })],
  ])('finds %s in the contract', (_, schema) => {
    const planted = procedureSchemas({ a: { b: oc.input(schema).output(z.string()) } })
    expect(planted.map(({ name }) => name)).toEqual(['a.b input', 'a.b output'])
    expect(planted.map(({ schema: one }) => notPlainJson(one) !== null)).toEqual([true, false])
  })

  it('finds a procedure that nobody implements', () => {
    const planted = { a: oc.output(z.string()), b: { c: oc.output(z.string()) } }
    const router = { a: implement(planted).a.handler(() => 'here') }
    expect(notImplemented(planted, router)).toEqual(['b.c'])
  })
})
