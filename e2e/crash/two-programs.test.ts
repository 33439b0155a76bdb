import { expect, it } from 'vitest'
import { toErrorData } from '#contract/errors'
import { makeDice } from '../../src-main/demo/dice.ts'
import type { Hosted } from '../hosted.ts'
import { asDisagreements, disagreements, startChangingSystems } from './changing-systems.ts'
import { hostOn, listAll, makePlace, setUpPairing, syncToEnd } from './hosted-workspace.ts'
import { type RecordedClient, recordedClient } from './recorded-client.ts'
import { keysOf, leftoverProblems, readStored, type StoredFiles } from './stored-sides.ts'

type Opened = { host: Hosted; link: RecordedClient }

/** A small paired workspace and as many programs on it as a test starts. */
async function startWorkspace() {
  const place = await makePlace()
  const systems = await startChangingSystems(makeDice(11), { count: 300, pageSize: 25 })
  systems.change()
  const opened: Opened[] = []
  async function open(): Promise<Opened> {
    const host = await hostOn(place)
    const one = { host, link: await recordedClient(host) }
    opened.push(one)
    return one
  }
  return {
    place,
    systems,
    open,
    read: <T>(read: (files: StoredFiles) => T) => readStored({ folder: place.folder, keys: keysOf(place) }, read),
    async close() {
      for (const { host, link } of opened) {
        link.close()
        await host.kill()
      }
      await systems.close()
      await place.remove()
    },
  }
}

const stateOf = async ({ link }: Opened): Promise<string> => (await link.client.workspace.info({})).state.state

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (thrown: unknown) => toErrorData(thrown).code,
  )

/** Everything stored that a writer changes, as one text. */
const stored = ({ cache, ledger }: StoredFiles): string =>
  JSON.stringify([
    ...['side', 'snapshot', 'record_version', 'compare', 'discrepancy', 'run'].map((table) =>
      cache.sql.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
    ),
    ...['connections', 'facilities', 'pairings', 'audit'].map((table) =>
      ledger.sql.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
    ),
  ])

it('shows everything and starts nothing in a second program, and writes at once when the first was killed', async () => {
  const workspace = await startWorkspace()
  const { systems } = workspace
  try {
    const first = await workspace.open()
    const pairingId = await setUpPairing(first.link.client, { ...systems, unlock: { kind: 'key-file' } })
    await syncToEnd(first.link.client, pairingId)
    const truth = disagreements(systems.sandboxes.left, systems.sandboxes.right)

    const second = await workspace.open()
    expect(await stateOf(second)).toBe('viewing')
    expect(asDisagreements(await listAll(second.link.client))).toEqual(truth)
    expect(await second.link.client.runs.list({ limit: 10 })).toHaveLength(1)
    const [connection] = await second.link.client.connections.list({})
    const before = await workspace.read(stored)
    expect(await codeOf(second.link.client.runs.sync({ pairingId }))).toBe('workspace-read-only')
    expect(await codeOf(second.link.client.pairings.remove({ id: pairingId }))).toBe('workspace-read-only')
    expect(connection && (await codeOf(second.link.client.connections.remove({ id: connection.id })))).toBe(
      'workspace-read-only',
    )
    expect(await workspace.read(stored)).toBe(before)

    systems.change()
    await first.link.client.runs.sync({ pairingId })
    await first.host.kill()
    const third = await workspace.open()
    expect(await stateOf(third)).toBe('open')
    expect(await workspace.read(leftoverProblems)).toEqual([])
    expect((await syncToEnd(third.link.client, pairingId)).state).toBe('done')
    // The one that only looks sees what the new writer found.
    const found = asDisagreements(await listAll(second.link.client))
    expect(found).toEqual(disagreements(systems.sandboxes.left, systems.sandboxes.right))
    expect(found).not.toEqual(truth)
  } finally {
    await workspace.close()
  }
}, 60_000)

const heavy = process.env['PLUMBLINE_HEAVY'] === '1'

// A stopped program needs its 25 s to count as gone, so this runs with the long variants only.
it.runIf(heavy && process.platform !== 'win32')(
  'takes over from a program that hangs, which writes nothing when it wakes',
  { timeout: 120_000 },
  async () => {
    const workspace = await startWorkspace()
    const { systems } = workspace
    try {
      const first = await workspace.open()
      const pairingId = await setUpPairing(first.link.client, { ...systems, unlock: { kind: 'key-file' } })
      await syncToEnd(first.link.client, pairingId)
      process.kill(first.host.pid, 'SIGSTOP')
      const began = performance.now()
      let second = await workspace.open()
      while ((await stateOf(second)) === 'viewing') {
        await second.host.stop()
        second = await workspace.open()
      }
      expect(await stateOf(second)).toBe('open')
      const takenOverMs = Math.round(performance.now() - began)
      expect(takenOverMs).toBeLessThan(30_000)
      systems.change()
      expect((await syncToEnd(second.link.client, pairingId)).state).toBe('done')
      const before = await workspace.read(stored)

      process.kill(first.host.pid, 'SIGCONT')
      const asked = systems.sandboxes.left.requests.list
      expect(await codeOf(syncToEnd(first.link.client, pairingId))).not.toBe('no error')
      expect(systems.sandboxes.left.requests.list).toBe(asked)
      const rowsChanged = (await workspace.read(stored)) === before ? 0 : 'some'
      expect(rowsChanged).toBe(0)
      const requestsSent = systems.sandboxes.left.requests.list - asked
      process.stdout.write(`lease figures: ${JSON.stringify({ takenOverMs, fenced: { requestsSent, rowsChanged } })}\n`)
      expect((await syncToEnd(second.link.client, pairingId)).state).toBe('done')
    } finally {
      await workspace.close()
    }
  },
)
