import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fromMs } from '#contract/time'
import { type Clock, systemClock } from './clock.ts'
import { createFileLogger } from './file-logger.ts'

let folder: string
let now = Date.parse('2026-11-21T23:59:59.000Z')
const clock: Clock = { ...systemClock, now: () => fromMs(now) }

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'plumbline-log-')), 'logs')
  now = Date.parse('2026-11-21T23:59:59.000Z')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

const linesOf = (name: string) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')

it('writes one JSON object a line into a file of the UTC day that only the owner can read', () => {
  const log = createFileLogger({ folder, clock })
  log.info('pull-finished', { runId: 'r-1', records: 412, complete: true, reason: null })
  now += 1000
  log.warn('call-failed', { code: 'in-use' })
  expect(readdirSync(folder)).toEqual(['plumbline-2026-11-21-000.jsonl', 'plumbline-2026-11-22-000.jsonl'])
  expect(JSON.parse(linesOf('plumbline-2026-11-21-000.jsonl')[0] ?? '')).toEqual({
    at: '2026-11-21T23:59:59.000Z',
    level: 'info',
    event: 'pull-finished',
    runId: 'r-1',
    records: 412,
    complete: true,
    reason: null,
  })
  if (process.platform !== 'win32') {
    expect(statSync(join(folder, 'plumbline-2026-11-21-000.jsonl')).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  }
})

it('cannot be made to write a second line, nor anything but plain values', () => {
  const log = createFileLogger({ folder, clock })
  const slipped = { name: { first: 'Anna' } } as unknown as Record<string, string>
  log.info('one\ntwo', { code: 'a\r\n{"level":"error"}\u2028\u0085', ...slipped, long: 'x'.repeat(1000) })
  const lines = linesOf('plumbline-2026-11-21-000.jsonl')
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toMatch(/[\r\u2028\u0085]|Anna/)
  expect(JSON.parse(lines[0] ?? '').long).toHaveLength(303)
})

it('goes on in the same file after a restart', () => {
  createFileLogger({ folder, clock }).info('first')
  createFileLogger({ folder, clock }).info('second')
  expect(linesOf('plumbline-2026-11-21-000.jsonl')).toHaveLength(2)
})

it('keeps fourteen days and leaves other files alone', () => {
  const log = createFileLogger({ folder, clock })
  log.info('start')
  for (const day of ['2026-11-08', '2026-11-07', '2025-01-01'])
    writeFileSync(join(folder, `plumbline-${day}-000.jsonl`), '{}\n')
  writeFileSync(join(folder, 'notes.txt'), 'mine')
  createFileLogger({ folder, clock }).info('again')
  expect(readdirSync(folder).sort()).toEqual([
    'notes.txt',
    'plumbline-2026-11-08-000.jsonl',
    'plumbline-2026-11-21-000.jsonl',
  ])
})

it('starts a new part when a file is full and drops the oldest parts when all together are', () => {
  const log = createFileLogger({ folder, clock, limits: { fileBytes: 1000, totalBytes: 4000 } })
  for (let count = 0; count < 100; count++) log.info('tick', { count })
  const names = readdirSync(folder).sort()
  const total = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  expect(total).toBeLessThanOrEqual(4000)
  expect(names.length).toBeGreaterThan(2)
  expect(linesOf(names.at(-1) ?? '').at(-1)).toContain('"count":99')
})

it('does not stop the program when the folder cannot be written', () => {
  writeFileSync(join(folder, '..', 'taken'), '')
  const log = createFileLogger({ folder: join(folder, '..', 'taken'), clock })
  expect(() => log.info('start')).not.toThrow()
})
