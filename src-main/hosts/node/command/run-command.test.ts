import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fromMs } from '#contract/time'
import { inProcessCache } from '../../../../e2e/world/in-process-cache.ts'
import { keysIn } from '../../../../e2e/world/test-app.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../../../e2e/world/two-systems.ts'
import { createApp } from '../../../create-app.ts'
import { type Clock, systemClock } from '../../../platform/clock.ts'
import { silentLogger } from '../../../platform/logger.ts'
import { clientOf } from './open-command.ts'
import { runCommand } from './run-command.ts'

const key = 'canary-key-for-tests'
let two: TwoSystems
let outside: string

beforeEach(async () => {
  two = await startTwoSystems({ count: 30, pageSize: 15 })
  outside = await mkdtemp(join(tmpdir(), 'plumbline-command-'))
})
afterEach(async () => {
  await two.close()
  await rm(outside, { recursive: true, force: true })
})

type Ran = { code: number; out: string; err: string }
type How = { passphrase?: string; folder?: string; clock?: Clock; signal?: AbortSignal; read?: () => Promise<string> }

/** Runs a command as a terminal without keyboard would, on the workspace of the two systems. */
async function run(
  argv: string[],
  { passphrase = '', folder = two.test.folder, clock = systemClock, signal, read }: How = {},
): Promise<Ran> {
  let [out, err] = ['', '']
  const code = await runCommand({
    argv,
    cwd: outside,
    io: {
      async out(text) {
        out += text
        return true
      },
      complain: (line) => void (err += `${line}\n`),
      terminal: null,
      askPassphrase: null,
      readPassphrase: read ?? (async () => passphrase),
      signal: signal ?? new AbortController().signal,
    },
    openApp: ({ demo }) =>
      createApp({
        ...{ folder, demo, keyProvider: keysIn(folder), clock, logger: silentLogger, version: 'test' },
        workerFile: pathToFileURL(join(folder, 'not-used.js')),
        startCache: inProcessCache,
        trigger: 'command',
        retry: { baseMs: 1, capMs: 2 },
      }),
  })
  expect(out + err).not.toContain(key)
  return { code, out, err }
}

/** Lets the commands be the ones that write the workspace. */
const leave = () => two.test.app.close()

it('says 2 before the first sync, 0 in sync, 1 with differences, 2 with a partial side and 3 with a failed one', async () => {
  await leave()
  expect((await run(['status'])).code).toBe(2)
  const first = await run(['sync'])
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out).toContain('Invented House, Maple and Northgate: ')
  expect(first.out).toContain('No discrepancy is open.')

  two.left.put({ ...shiftOf(two.left, 'maple-20'), label: 'Night' })
  expect((await run(['sync'])).code).toBe(1)
  expect((await run(['status'])).code).toBe(1)

  two.left.put({ ...shiftOf(two.left, 'maple-20'), label: 'Shift 20' })
  expect((await run(['sync'])).code).toBe(0)

  two.right.setFault('malformed-id')
  expect((await run(['sync'])).code).toBe(2)
  expect((await run(['status'])).out).toContain('partial')

  two.right.setFault('http-500')
  const failed = await run(['sync', '--json'])
  expect(failed.code).toBe(3)
  expect(JSON.parse(failed.out)).toMatchObject({
    command: 'sync',
    exitCode: 3,
    runs: [{ run: { state: 'failed', trigger: 'command' } }],
  })
  const status = await run(['status'])
  expect(status.code).toBe(3)
  expect(status.out).toContain('last attempt failed')
})

it('shows status and list while another program writes, and says why it cannot sync', async () => {
  await two.sync()
  expect(await run(['status'])).toMatchObject({ code: 0, err: '' })
  expect(await run(['list', '--json'])).toMatchObject({ code: 0 })
  const refused = await run(['sync'])
  expect(refused).toMatchObject({ code: 3, out: '' })
  expect(refused.err).toMatch(/^Another Plumbline writes this workspace.*\n$/)
})

it('keeps no more than it is set to where only a terminal is used: a sync purges first, once a day', async () => {
  const atStart = (await two.test.client.retention.show({})).last
  expect(atStart).not.toBeNull()
  await two.test.app.close()
  const clock = { ...systemClock, now: () => fromMs(Date.now() + 2 * 86_400_000) }
  const lastPurge = async () => {
    const again = await two.test.reopen({ trigger: 'command' })
    const { last } = await again.client.retention.show({})
    await again.app.close()
    return last
  }
  await run(['sync'])
  await run(['status'], { clock })
  expect(await lastPurge()).toEqual(atStart)
  await run(['sync'], { clock })
  const first = await lastPurge()
  expect(first?.at).not.toBe(atStart?.at)
  await run(['sync'], { clock })
  expect(await lastPurge()).toEqual(first)
})

it('promises no sync that nobody starts while no page is open', async () => {
  const { pairing } = await two.state()
  const nextSync = async () => / {2}next sync: (.+)\n/.exec((await run(['status'])).out)?.[1]
  expect(await nextSync()).toBe('by hand only')
  await two.test.client.pairings.save({ ...pairing, policy: { ...pairing.policy, schedule: '0 * * * *' } })
  expect(await nextSync(), 'another program keeps the schedule').toBe('by its schedule while Plumbline is open')
  await leave()
  expect(await nextSync()).toMatch(/^\d{4}-\d\d-\d\d \d\d:00 [+]0[01]:00, if Plumbline is open then$/)
})

it('names people in list and export only when asked to', async () => {
  const worker = { id: 'w-99', firstName: 'Quilla', lastName: 'Invented-99' }
  await two.sync()
  two.left.put({ ...shiftOf(two.left, 'maple-20'), worker })
  await two.sync()
  for (const argv of [
    ['list'],
    ['list', '--json'],
    ['export', '--to', '-'],
    ['export', '--to', '-', '--format', 'json'],
  ]) {
    const without = await run(argv)
    expect(without).toMatchObject({ code: 1, err: '' })
    expect(without.out).toContain('maple-20')
    expect(without.out).not.toMatch(/Quilla|Invented-/)
    expect((await run([...argv, '--names'])).out).toContain('Quilla')
  }
})

it('lists what the filter asks for and no more than the limit', async () => {
  await two.sync()
  for (const n of [20, 21, 22]) two.left.put({ ...shiftOf(two.left, `maple-${n}`), label: `Night ${n}` })
  two.right.remove('rota-23')
  await two.sync()
  const [all, few, differs] = [
    await run(['list']),
    await run(['list', '--limit', '2']),
    JSON.parse((await run(['list', '--kind', 'differs', '--facility', 'invented house', '--json'])).out) as object,
  ]
  expect(all.out.split('\n').at(-2)).toBe('4 shown.')
  expect(all.out).toContain('Missing in Northgate')
  expect(few.out.split('\n').at(-2)).toBe('2 of 4 shown; "--limit" shows more.')
  expect(differs).toMatchObject({ total: 3, exitCode: 1 })
})

it('shows the alerts in status, list and sync: double bookings first, and a line for each system in trouble', async () => {
  await leave()
  await run(['sync'])
  for (const [sandbox, id] of [
    [two.left, 'maple'],
    [two.right, 'rota'],
  ] as const) {
    const { worker, start } = shiftOf(sandbox, `${id}-24`)
    sandbox.put({ ...shiftOf(sandbox, `${id}-25`), worker, start })
  }
  two.left.put({ ...shiftOf(two.left, 'maple-22'), label: 'Night' })
  two.right.setFault('malformed-id')
  const [synced, status, list] = [await run(['sync']), await run(['status']), await run(['list'])]
  for (const { out } of [synced, status, list]) {
    const [booked, differs, system] = [
      '| Double-booked |',
      '| Differs |',
      '! Northgate is read only in part for Invented House',
    ]
    const places = [booked, differs, system].map((part) => out.indexOf(part ?? ''))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
    expect(out).toMatch(/ \+0[01]:00 to .+ \| Invented House, Maple and Northgate \| Differs \| .+ \| first seen \d/)
    expect(out).not.toMatch(/Quilla|Invented-/)
  }
  expect(status.out).toContain('Alerts: 2, double-booked: 1\n')
  expect([synced.code, status.code, list.code]).toEqual([2, 2, 2])

  for (const argv of [['sync'], ['status'], ['list']]) {
    const { out } = await run([...argv, '--json'])
    expect(out).not.toMatch(/Quilla|Invented-/)
    const told = JSON.parse(out)
    expect(Object.keys(told.alerts).sort()).toEqual(['doubleBooked', 'rows', 'systems', 'total'])
    expect(told).toMatchObject({
      alerts: {
        total: 2,
        doubleBooked: 1,
        systems: [{ kind: 'partial', system: 'Northgate', acknowledged: false }],
        rows: [{ row: { kind: 'overlap' } }, { row: { kind: 'differs' } }],
      },
    })
  }
  two.right.setFault('unauthorized')
  expect((await run(['sync'])).out).toContain('! Northgate was not read for Invented House since ')
})

it('ends with 130 when the person stops it instead of giving a passphrase', async () => {
  const folder = join(outside, 'locked')
  const provider = keysIn(folder)
  await provider.create({ kind: 'passphrase', passphrase: 'canary passphrase of a test' })
  const stop = new AbortController()
  const stopped = await run(['status', '--passphrase-stdin'], {
    folder,
    signal: stop.signal,
    read: () => {
      stop.abort()
      return Promise.reject(new Error('not given'))
    },
  })
  expect(stopped).toMatchObject({ code: 130, out: '' })
})

it('writes an export that only its owner can read and never over another file unless told', async () => {
  await two.sync()
  const file = join(outside, 'rows.csv')
  expect(await run(['export', '--to', 'rows.csv'])).toMatchObject({ code: 0, err: '' })
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  await writeFile(file, 'kept')
  const again = await run(['export', '--to', 'rows.csv'])
  expect(again.code).toBe(3)
  expect(again.err).toContain('is there already and was left as it is')
  expect(await readFile(file, 'utf8')).toBe('kept')
  expect((await run(['export', '--to', 'rows.csv', '--force', '--json'])).out).toContain('"exitCode": 0')
  expect(await readFile(file, 'utf8')).toContain('Plumbline export')
  expect((await run(['export', '--to', 'nowhere/rows.csv'])).err).toContain('could not be written')
})

it('unlocks with a passphrase from the standard input, refuses a wrong one and asks nobody who is not there', async () => {
  const folder = join(outside, 'locked')
  const passphrase = 'canary passphrase of a test'
  const make = () =>
    createApp({
      ...{
        folder,
        demo: false,
        keyProvider: keysIn(folder),
        clock: systemClock,
        logger: silentLogger,
        version: 'test',
      },
      workerFile: pathToFileURL(join(folder, 'not-used.js')),
      startCache: inProcessCache,
    })
  expect(await run(['status'], { folder })).toMatchObject({
    code: 3,
    err: expect.stringContaining('no workspace here'),
  })
  const app = await make()
  await clientOf(app).workspace.create({ operator: 'Ada Invented', unlock: { kind: 'passphrase', passphrase } })
  await app.close()

  const right = await run(['status', '--passphrase-stdin'], { folder, passphrase })
  expect(right).toMatchObject({ code: 2, out: expect.stringContaining('no pairing yet') })
  const wrong = await run(['status', '--passphrase-stdin'], { folder, passphrase: 'another passphrase' })
  expect(wrong).toMatchObject({ code: 3, out: '', err: expect.stringContaining('does not open the workspace') })
  const nobody = await run(['status'], { folder })
  expect(nobody).toMatchObject({ code: 3, err: expect.stringContaining('--passphrase-stdin') })
  for (const { out, err } of [right, wrong, nobody]) expect(out + err).not.toContain('canary')
})

it('ends with 64 and names what it does not understand', async () => {
  const uses: [string[], string][] = [
    [['list', '--colour'], '--colour'],
    [['list', 'twice'], '"twice"'],
    [['list', '--kind', 'odd'], '--kind'],
    [['list', '--limit', '0'], '--limit'],
    [['sync', '--names'], '--names'],
    [['export'], '--to'],
    [['export', '--to', '-', '--json'], '--json'],
    [['status', '--facility', 'Nowhere'], '"Invented House"'],
  ]
  await leave()
  for (const [argv, named] of uses) {
    const { code, out, err } = await run(argv)
    expect({ argv, code, out }).toEqual({ argv, code: 64, out: '' })
    expect(err).toContain(named)
  }
  expect((await run(['list', '--help'])).out).toContain('Exit codes')
})

it('stops in order when the person stops it', async () => {
  await leave()
  const stop = new AbortController()
  two.left.setFault('hang')
  const before = two.left.requests.list
  const stopped = run(['sync'], { signal: stop.signal })
  await vi.waitUntil(() => two.left.requests.list > before)
  stop.abort()
  expect(await stopped).toMatchObject({ code: 130, err: 'Stopped. What was complete before still holds.\n' })
  two.left.setFault(null)
  expect((await run(['sync'])).code).toBe(0)
})
