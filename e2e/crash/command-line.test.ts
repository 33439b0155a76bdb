import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { entry, node } from '../hosted.ts'
import { makePlace, type WorkspacePlace } from './hosted-workspace.ts'

let place: WorkspacePlace
beforeAll(async () => {
  place = await makePlace()
})
afterAll(() => place.remove())

type Ran = { code: number | null; out: string; err: string }

/** Runs the built command over the demo of the place; with `readOnce` its reader goes away after the first bytes, as `head` does. */
async function run(argv: string[], { readOnce = false } = {}): Promise<Ran> {
  const { folder, home, temp } = place
  const child = spawn(node, [entry, ...argv, '--demo', '--workspace', folder], {
    env: {
      ...process.env,
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
      ...{ HOME: home, USERPROFILE: home, TMPDIR: temp, TEMP: temp, TMP: temp },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  let [out, err] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk))
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk
    if (readOnce) child.stdout.destroy()
  })
  const [code] = (await ended) as [number | null]
  return { code, out, err }
}

type Document = { exitCode: number; total: number; rows: unknown[]; alerts: { total: number; doubleBooked: number } }

const read = ({ out }: Ran): Document => JSON.parse(out) as Document

it('reads nothing by itself where it was only asked to show', async () => {
  const list = await run(['list', '--json'])
  expect(list).toMatchObject({ code: 2, err: '' })
  expect(read(list)).toMatchObject({ command: 'list', exitCode: 2, total: 0, alerts: { total: 0, systems: [] } })
  const status = await run(['status'])
  expect(status).toMatchObject({ code: 2, err: '' })
  expect(status.out).toContain('never compared')
  expect(status.out).not.toContain('last attempt failed')
}, 60_000)

it('syncs, lists and tells by its exit code what it found, and ends so too where nobody reads on', async () => {
  const synced = await run(['sync'])
  expect(synced.err).toBe('')
  expect(synced.out).toMatch(/^Alerts: \d+, double-booked: \d+$/m)
  const list = await run(['list', '--json', '--limit', '5000'])
  const { exitCode, total, rows, alerts } = read(list)
  expect([list.code, list.err, exitCode]).toEqual([synced.code, '', synced.code])
  expect([1, 2]).toContain(exitCode)
  expect(rows).toHaveLength(total)
  expect(alerts.total).toBe(total)
  expect(alerts.doubleBooked).toBeGreaterThan(0)
  expect(rows.slice(0, alerts.doubleBooked)).toEqual(
    Array.from({ length: alerts.doubleBooked }, () => expect.objectContaining({ kind: 'overlap' })),
  )

  for (const argv of [['list', '--json', '--limit', '5000'], ['list'], ['export', '--to', '-']]) {
    const { code, err, out } = await run(argv, { readOnce: true })
    expect({ argv, code, err, read: out !== '' }).toEqual({ argv, code: exitCode, err: '', read: true })
  }
  // More than a pipe holds, so that the command was still writing when its reader went away.
  expect(list.out.length).toBeGreaterThan(100_000)
}, 120_000)

it('ends with 64 where it is not understood', async () => {
  expect(await run(['list', '--colour'])).toMatchObject({ code: 64, out: '', err: expect.stringContaining('--colour') })
})
