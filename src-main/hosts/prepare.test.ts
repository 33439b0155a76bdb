import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildProgram, packagesDiffer, projectNode, run, Sentence, sourcesMark } from './prepare.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-prepare-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function put(path: string, text: string): string {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  return join(root, path)
}
type Packages = Record<string, { version: string; optional?: boolean; devOptional?: boolean }>
const lock = (packages: Packages) =>
  put('package-lock.json', JSON.stringify({ packages: { '': { version: '1' }, ...packages } }))
const installed = (packages: Packages) => put('node_modules/.package-lock.json', JSON.stringify({ packages }))
const withNode = () => put(projectNode(root).slice(root.length + 1), '')

it('installs where nothing is installed', () => {
  lock({ 'node_modules/a': { version: '1.0.0' } })
  expect(packagesDiffer(root)).toBe(true)
})

it('leaves packages alone that are what the lock file says, other platforms aside', () => {
  lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/a-win32': { version: '1.0.0', optional: true } })
  installed({ 'node_modules/a': { version: '1.0.0' } })
  withNode()
  expect(packagesDiffer(root)).toBe(false)
})

it.each([
  ['another version', { 'node_modules/a': { version: '1.0.1' } }],
  ['one that is missing', {}],
  ['one too many', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } }],
])('installs where there is %s', (_, packages) => {
  lock({ 'node_modules/a': { version: '1.0.0' } })
  installed(packages)
  withNode()
  expect(packagesDiffer(root)).toBe(true)
})

it('installs where the Node of the project did not come along', () => {
  lock({ 'node_modules/a': { version: '1.0.0' } })
  installed({ 'node_modules/a': { version: '1.0.0' } })
  expect(packagesDiffer(root)).toBe(true)
})

it('builds anew when a source is added, changed or touched, and not for a test', () => {
  const source = put('src-main/runs/a.ts', 'one')
  const marks = [sourcesMark(root)]
  put('src-main/runs/a.test.ts', 'test')
  expect(sourcesMark(root)).toBe(marks[0])
  put('src-renderer/b.tsx', 'two')
  marks.push(sourcesMark(root))
  utimesSync(source, 1, 1)
  marks.push(sourcesMark(root))
  expect(new Set(marks).size).toBe(3)
})

it('says in a sentence that a build failed, after the reason', async () => {
  await expect(buildProgram(root, () => {})).rejects.toThrow(Sentence)
  await expect(buildProgram(root, () => {})).rejects.toThrow(/could not be built/)
})

it('reports a program that cannot be started as a failed one', async () => {
  expect((await run(join(root, 'nowhere'), [], root)).code).toBe(127)
})

it('explains on an old Node instead of crashing', async () => {
  const entry = fileURLToPath(new URL('./node/main.ts', import.meta.url))
  const old = put(
    'old.mjs',
    `Object.defineProperty(process.versions, 'node', { value: '20.20.2' })\nawait import('${entry}')`,
  )
  const { code, output } = await run(process.execPath, [old], root)
  expect(code).toBe(1)
  expect(output).toMatch(/^Plumbline needs Node 22 or newer and this is Node 20.20.2\. Start it with "npm start".*\n$/)
})
