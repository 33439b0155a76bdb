import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeWhole } from './write-whole.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-write-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => join(folder, 'rows.csv')
const running = new AbortController().signal

/** Parts that call `between` after the first of them. */
async function* parts(between: () => void | Promise<void>): AsyncGenerator<string> {
  yield 'first\n'
  await between()
  yield 'second\n'
}

it('shows nothing under its name before all of it is written', async () => {
  const seen: string[][] = []
  const look = async () => void seen.push((await readdir(folder)).map((name) => name.replace(/[0-9a-f-]{36}/, 'id')))
  await writeWhole(file(), parts(look), { force: false, signal: running })
  expect(seen).toEqual([['rows.csv.id.new']])
  expect(await readdir(folder)).toEqual(['rows.csv'])
  expect(await readFile(file(), 'utf8')).toBe('first\nsecond\n')
})

it.each([false, true])('leaves what was there and nothing else where it is stopped (force: %s)', async (force) => {
  if (force) await writeFile(file(), 'kept')
  const stop = new AbortController()
  await expect(
    writeWhole(
      file(),
      parts(() => stop.abort()),
      { force, signal: stop.signal },
    ),
  ).rejects.toThrow()
  expect(await readdir(folder)).toEqual(force ? ['rows.csv'] : [])
  if (force) expect(await readFile(file(), 'utf8')).toBe('kept')
})

it('writes over no file that appeared in the meantime, unless told to', async () => {
  const another = () => writeFile(file(), 'of another')
  await expect(writeWhole(file(), parts(another), { force: false, signal: running })).rejects.toMatchObject({
    code: 'in-use',
  })
  expect([await readdir(folder), await readFile(file(), 'utf8')]).toEqual([['rows.csv'], 'of another'])
  await writeWhole(file(), parts(another), { force: true, signal: running })
  expect(await readFile(file(), 'utf8')).toBe('first\nsecond\n')
})
