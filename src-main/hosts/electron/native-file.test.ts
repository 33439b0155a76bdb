import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { nativeProblem, onDisk } from './native-file.ts'

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
const own = 'linux-x64.node'
const known = { [own]: hash('the driver'), 'win32-x64.node': hash('the driver for Windows') }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-native-'))
  write(own, 'the driver')
})
afterEach(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const problem = (): string | null => nativeProblem({ folder, known, own })

it('finds nothing wrong with the files that were built in', () => {
  write('win32-x64.node', 'the driver for Windows')
  write('README.md', 'no native file')
  expect(problem()).toBeNull()
})

it('names a file that was exchanged, of this computer or of another', () => {
  write('win32-x64.node', 'something else')
  expect(problem()).toBe('win32-x64.node is another file than the one that was built in')
  write(own, 'the driver, with one byte more')
  expect(problem()).toMatch(/^linux-x64\.node is another file/)
})

it('names a file too many, even where its text is known under another name', () => {
  write('linux-arm64.node', 'the driver')
  expect(problem()).toBe('linux-arm64.node is another file than the one that was built in')
})

it('names what is missing or cannot be read', () => {
  rmSync(join(folder, own))
  expect(problem()).toBe('linux-x64.node is missing')
  expect(nativeProblem({ folder: join(folder, 'not-there'), known, own })).toBe(
    'linux-x64.node cannot be read (ENOENT)',
  )
})

it('looks for the driver of this computer unless told', () => {
  rmSync(join(folder, own))
  expect(nativeProblem({ folder, known: {} })).toMatch(
    new RegExp(`^${process.platform}(musl)?-${process.arch}\\.node is missing$`),
  )
})

it('looks beside the archive of a package, where the system loads native code from', () => {
  const inside = '/opt/Plumbline/resources/app.asar/node_modules/better-sqlite3/prebuilds'
  expect(onDisk(inside)).toBe('/opt/Plumbline/resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds')
  expect(onDisk('C:\\Plumbline\\resources\\app.asar\\x')).toBe('C:\\Plumbline\\resources\\app.asar.unpacked\\x')
  expect(onDisk('/home/ada/plumbline/node_modules')).toBe('/home/ada/plumbline/node_modules')
})
