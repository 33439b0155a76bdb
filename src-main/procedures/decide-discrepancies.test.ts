import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localWithOffset } from '#contract/discrepancy-words'
import { AppError } from '#contract/errors'
import type { CoreClient } from '#contract/procedures'
import { fromMs, type Instant, toMs, ZoneId } from '#contract/time'
import { syncedWith } from '../../e2e/crash/half-snapshots.ts'
import { type AcceptBench, moves, runMove, startAcceptBench } from '../../e2e/world/accepted-differences.ts'
import { inProcessCache } from '../../e2e/world/in-process-cache.ts'
import { startTestApp } from '../../e2e/world/test-app.ts'
import { shiftOf, startTwoSystems } from '../../e2e/world/two-systems.ts'
import type { CacheClient } from '../runs/cache-service.ts'
import type { StartCache } from '../runs/start-cache-worker.ts'

const hour = 3_600_000
const code = (value: string) => expect.objectContaining({ code: value })
const after = (at: string, ms: number): Instant => fromMs(Date.parse(at) + ms)

let bench: AcceptBench
let client: CoreClient
beforeEach(async () => {
  bench = await startAcceptBench()
  client = bench.two.test.client
})
afterEach(() => bench.two.close())

/** A cache that does not get to show decisions when it is told to. */
const notMirroring =
  (failure: Error): StartCache =>
  async (boot, logger) => {
    const handle = await inProcessCache(boot, logger)
    const client = new Proxy(handle.client, {
      get: (target, name: keyof CacheClient) =>
        name === 'mirrorDecisions' ? () => Promise.reject(failure) : target[name],
    })
    return { ...handle, client }
  }

/** How the list and its counts stand: those listed, and those accepted. */
async function standing(of = client): Promise<{ listed: number; accepted: number }> {
  const ask = { order: 'time', offset: 0, limit: 500 } as const
  const [listed, taken] = [
    await of.discrepancies.list({ filter: {}, ...ask }),
    await of.discrepancies.list({ filter: { accepted: true }, ...ask }),
  ]
  const counts = await of.discrepancies.counts({ filter: {} })
  expect([counts.total, counts.accepted]).toEqual([listed.total, taken.total])
  expect(Object.values(counts.byKind).reduce((sum, one) => sum + one, 0)).toBe(listed.total)
  expect(counts.byFacility.reduce((sum, one) => sum + one.open, 0)).toBe(listed.total)
  const compared = (await of.pairings.list({})).map((one) => one.compared?.open)
  expect(compared, 'a pairing counts what its link lists').toEqual([listed.total])
  expect(listed.rows.some((row) => row.accepted) || taken.rows.some((row) => !row.accepted)).toBe(false)
  return { listed: listed.total, accepted: taken.total }
}

const detailOf = async (of = client) => {
  const { pairingId, fingerprint } = await bench.row()
  return of.discrepancies.detail({ pairingId, fingerprint })
}

describe('accepting a difference', () => {
  it('takes it out of the list and every count at once, and says who did it, why and until when', async () => {
    bench.right({ label: 'Night ward' })
    bench.two.right.remove('rota-21')
    await bench.two.sync()
    expect(await standing()).toEqual({ listed: 2, accepted: 0 })
    const row = (await bench.rows()).find(({ kind }) => kind === 'differs')
    if (!row) throw new Error('no row differs')
    const at = bench.now()
    const until = after(at, 24 * hour)
    const { pairingId, fingerprint } = row
    const of = bench.select([row])
    expect(await client.discrepancies.accept({ of, reason: 'Agreed by phone', until })).toMatchObject({
      accepted: 1,
    })
    expect(await standing()).toEqual({ listed: 1, accepted: 1 })
    const { row: shown, acceptance } = await client.discrepancies.detail({ pairingId, fingerprint })
    expect(shown).toEqual({ ...row, accepted: true })
    expect(acceptance).toEqual({ reason: 'Agreed by phone', by: 'Ada Invented', at: acceptance?.at, until })
    expect(toMs(acceptance?.at ?? at) - toMs(at)).toBeLessThan(60_000)
    expect((await bench.rows()).map(({ kind }) => kind)).toEqual(['only-left'])
  })

  it('tells every page that looks', async () => {
    const stop = new AbortController()
    const heard: string[] = []
    const listening = (async () => {
      for await (const event of await client.workspace.changes({}, { signal: stop.signal })) heard.push(event.topic)
    })().catch(() => {})
    await bench.accept()
    await expect.poll(() => heard).toContain('discrepancies')
    stop.abort()
    await listening
  })

  it('is not counted for what is no longer open, and is wanted with a reason', async () => {
    const row = await bench.row()
    bench.right({ label: 'Shift 20' })
    await bench.two.sync()
    const of = bench.select([row])
    expect(await client.discrepancies.accept({ of, reason: 'Too late', until: null })).toEqual({
      accepted: 0,
      changed: 0,
      stored: null,
    })
    await expect(client.discrepancies.accept({ of, reason: '', until: null })).rejects.toThrow(/validation/i)
  })

  it('is refused with an end in the past, told on the facility’s clock', async () => {
    const until = after(bench.now(), -hour)
    const told = localWithOffset(until, ZoneId.parse('Europe/London'))
    await expect(bench.accept({ until })).rejects.toMatchObject({
      code: 'bad-input',
      tell: `An acceptance until ${told} (Invented House) would be over already. Choose a later moment.`,
    })
    expect(await standing()).toEqual({ listed: 1, accepted: 0 })
  })

  it('ends by the clock alone, and what it was stays to be read', async () => {
    const until = after(bench.now(), hour)
    await bench.accept({ until })
    bench.pass(hour - 60_000)
    expect(await standing()).toEqual({ listed: 0, accepted: 1 })
    bench.pass(61_000)
    expect(await standing()).toEqual({ listed: 1, accepted: 0 })
    const { row, acceptance } = await detailOf()
    expect([row.accepted, acceptance?.until]).toEqual([false, until])
  })

  it('is taken back by reopening, at once', async () => {
    await bench.accept()
    const of = bench.select([await bench.row()])
    expect(await client.discrepancies.reopen({ of })).toEqual({ reopened: 1 })
    expect(await standing()).toEqual({ listed: 1, accepted: 0 })
    expect((await detailOf()).acceptance).toBe(null)
    expect(await client.discrepancies.reopen({ of })).toEqual({ reopened: 0 })
  })

  it('can be given a new end and a new reason', async () => {
    await bench.accept({ until: after(bench.now(), hour) })
    await bench.accept({ reason: 'For good' })
    bench.pass(2 * hour)
    expect(await standing()).toEqual({ listed: 0, accepted: 1 })
    expect((await detailOf()).acceptance).toMatchObject({ reason: 'For good', until: null })
  })
})

describe('an accepted difference', () => {
  it.each(moves)('comes back at the next compare when $name', (one) => runMove(one))

  it('stays accepted over syncs, edit stamps, and other shifts that move', async () => {
    await bench.accept()
    bench.right({ version: '99' })
    bench.two.right.put({ ...shiftOf(bench.two.right, 'rota-21'), label: 'Elsewhere' })
    await bench.two.sync()
    await bench.two.sync()
    expect(await standing()).toEqual({ listed: 1, accepted: 1 })
  })

  it('stays accepted when fields that agree are ignored or compared again, and comes back with a difference nobody saw', async () => {
    await bench.accept()
    const { pairing } = await bench.two.state()
    const ignore = async (...ignoredFields: string[]) => {
      await client.pairings.save({ ...pairing, policy: { ...pairing.policy, ignoredFields } })
      await bench.two.sync()
      return standing()
    }
    expect(await ignore('requirements', 'end')).toEqual({ listed: 0, accepted: 1 })
    expect(await ignore('end')).toEqual({ listed: 0, accepted: 1 })
    bench.right({ end: after(shiftOf(bench.two.right, 'rota-20').end, hour / 2) })
    expect(await ignore('end')).toEqual({ listed: 0, accepted: 1 })
    expect(await ignore()).toEqual({ listed: 1, accepted: 0 })
  })

  it('is accepted from its first moment in a cache that was lost and read anew', async () => {
    bench.two.right.remove('rota-21')
    await bench.two.sync()
    const [one, other] = await bench.rows()
    if (!one || !other) throw new Error('two rows were expected')
    const pairingId = one.pairingId
    const of = bench.select([one, other])
    await client.discrepancies.accept({ of, reason: 'Both', until: null })
    await client.discrepancies.reopen({ of: bench.select([other]) })
    await bench.two.test.app.close()
    const { folder } = bench.two.test
    for (const name of readdirSync(folder)) if (name.startsWith('cache.db')) rmSync(join(folder, name))
    const again = await bench.two.test.reopen()
    await again.sync(pairingId)
    expect(await standing(again.client)).toEqual({ listed: 1, accepted: 1 })
    const { rows } = await again.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 5 })
    expect(rows.map(({ fingerprint }) => fingerprint)).toEqual([other.fingerprint])
  })

  it('is shown as accepted at the next start where the program died between the two files', async () => {
    await bench.two.test.app.close()
    let again = await bench.two.test.reopen({ startCache: notMirroring(new Error('died')) })
    const ask = { filter: {}, order: 'time', offset: 0, limit: 5 } as const
    const [row] = (await again.client.discrepancies.list(ask)).rows
    if (!row) throw new Error('no row')
    const accepted = { of: bench.select([row]), reason: 'Agreed', until: null }
    // A bug's own sentence says that nothing was changed, which is not true here.
    await expect(again.client.discrepancies.accept(accepted)).rejects.toMatchObject({
      code: 'decided-not-shown',
      blame: 'bug',
      tell: 'Your decision is stored and holds, but the lists do not show it yet. They show it after the next sync, or when Plumbline is started again.',
    })
    expect(await standing(again.client)).toEqual({ listed: 1, accepted: 0 })
    await again.app.close()
    again = await bench.two.test.reopen({ startCache: inProcessCache })
    expect(await standing(again.client)).toEqual({ listed: 0, accepted: 1 })
  })

  it('is told as stored where only showing it failed, with why, and shown after the next sync', async () => {
    await bench.two.test.app.close()
    const full = new AppError('disk-full', { blame: 'settings', tell: 'The disk is full. Make room.' })
    const again = await bench.two.test.reopen({ startCache: notMirroring(full) })
    const ask = { filter: {}, order: 'time', offset: 0, limit: 5 } as const
    const of = bench.select((await again.client.discrepancies.list(ask)).rows)
    const { pairingId } = bench.two
    await expect(again.client.discrepancies.accept({ of, reason: 'Agreed', until: null })).rejects.toMatchObject({
      code: 'decided-not-shown',
      blame: 'settings',
      tell: expect.stringMatching(
        /^Your decision is stored and holds, .* yet[.] The disk is full[.] Make room[.] They/,
      ),
    })
    await again.sync(pairingId)
    expect(await standing(again.client)).toEqual({ listed: 0, accepted: 1 })
  })

  it('cannot be made by a program that only looks on', async () => {
    const row = await bench.row()
    const viewer = await startTestApp({ folder: bench.two.test.folder })
    try {
      const accepted = { of: bench.select([row]), reason: 'Agreed', until: null }
      await expect(viewer.client.discrepancies.accept(accepted)).rejects.toEqual(code('workspace-read-only'))
      expect(await standing()).toEqual({ listed: 1, accepted: 0 })
    } finally {
      await viewer.app.close()
    }
  })
})

it('asks for a sync where an earlier version found the difference, and says so', async () => {
  const planted = await syncedWith((cache) => {
    cache.sql.exec(`UPDATE discrepancy SET values_mark = '' WHERE ended IS NULL; UPDATE compare SET policy = ''`)
  })
  const upgraded = await planted.test.reopen()
  try {
    const list = async () =>
      (await upgraded.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 5 })).rows
    const accept = async () => {
      const of = bench.select(await list())
      return upgraded.client.discrepancies.accept({ of, reason: 'Agreed', until: null })
    }
    await expect(accept()).rejects.toMatchObject({ code: 'bad-input', tell: expect.stringContaining('Sync once') })
    await upgraded.sync(planted.pairingId)
    expect([(await accept()).accepted, await list()]).toEqual([1, []])
  } finally {
    await upgraded.app.close()
    await planted.close()
  }
})

it('takes back exactly what one act accepted: nothing that others did before or since, also where the group is gone', async () => {
  const labels = (n: number) => bench.two.right.put({ ...shiftOf(bench.two.right, `rota-${n}`), label: 'Elsewhere' })
  for (const n of [11, 12, 13]) labels(n)
  await bench.two.sync()
  const rows = await bench.rows()
  const [first, second, third, fourth] = rows
  if (!first || !second || !third || !fourth) throw new Error(`${rows.length} rows where four were expected`)
  const accept = async (...of: typeof rows) =>
    (await client.discrepancies.accept({ of: bench.select(of), reason: 'Agreed', until: null })).stored
  const [before, act] = [await accept(first), await accept(second, third)]
  if (!before || !act) throw new Error('nothing was stored')
  expect(await client.discrepancies.reopen({ of: bench.select([third]) })).toEqual({ reopened: 1 })
  await accept(third)
  await bench.two.sync()
  expect(await client.discrepancies.reopen({ of: { by: 'act', ...act } })).toEqual({ reopened: 1 })
  const accepted = (await bench.rows({ accepted: true })).map(({ fingerprint }) => fingerprint)
  expect(new Set(accepted)).toEqual(new Set([first.fingerprint, third.fingerprint]))
  expect(await client.discrepancies.reopen({ of: { by: 'act', ...act } })).toEqual({ reopened: 0 })
})

it('says that a value moved since only where it knows that', async () => {
  const told = async () => {
    const { pairingId, fingerprint } = await bench.row()
    const { row, movedSinceAccepted } = await client.discrepancies.detail({ pairingId, fingerprint })
    return [row.accepted, movedSinceAccepted]
  }
  expect(await told()).toEqual([false, false])
  await bench.accept()
  expect(await told()).toEqual([true, false])
  bench.right({ label: 'Late' })
  await bench.two.sync()
  expect(await told()).toEqual([false, true])
  // The values are those again that were accepted, and no word says why it does not hold.
  bench.right({ label: 'Night ward' })
  await bench.two.sync()
  expect(await told()).toEqual([false, false])
  // One side stands alone now: another record is missed, no value moved.
  bench.two.right.remove('rota-20')
  await bench.two.sync()
  expect(await told()).toEqual([false, false])
})

it('accepts all of a cluster as one, leaves what was accepted before as it is, and reopens all of it', async () => {
  const two = await startTwoSystems({ count: 60, pageSize: 1000 })
  try {
    for (let n = 25; n < 50; n++) {
      const shift = shiftOf(two.right, `rota-${n}`)
      two.right.put({ ...shift, start: after(shift.start, hour), end: after(shift.end, hour) })
    }
    two.right.put({ ...shiftOf(two.right, 'rota-7'), label: 'Elsewhere' })
    await two.sync()
    const of = two.test.client.discrepancies
    const [cluster, ...others] = await of.clusters({ filter: {} })
    if (!cluster) throw new Error('no cluster')
    // The day on which it began counts only in part, so a row of it may stand outside.
    expect(cluster.rows).toBeGreaterThanOrEqual(24)
    expect(others).toEqual([])
    const alone = 26 - cluster.rows
    const { pairingId } = two
    const ask = { order: 'time', offset: 0, limit: 500 } as const
    const { rows } = await of.list({ filter: { clusterId: cluster.id }, ...ask })
    expect(rows.length).toBe(cluster.rows)
    expect((await of.list({ filter: { outsideClusters: true }, ...ask })).total).toBe(alone)
    const [first] = rows
    if (!first) throw new Error('the cluster has no rows')
    await of.accept({ of: bench.select([first]), reason: 'By itself', until: null })
    const whole = {
      by: 'cluster',
      pairingId: two.pairingId,
      clusterId: cluster.id,
      compareId: cluster.compareId,
    } as const
    const accepted = await of.accept({ of: whole, reason: 'The clocks there are wrong', until: null })
    expect(accepted.accepted).toBe(cluster.rows - 1)
    expect(await standing(two.test.client)).toEqual({ listed: alone, accepted: cluster.rows })
    expect(await of.clusters({ filter: {} })).toEqual([])
    const { acceptance } = await of.detail({ pairingId, fingerprint: first.fingerprint })
    expect(acceptance?.reason).toBe('By itself')
    await two.sync()
    expect(await standing(two.test.client)).toEqual({ listed: alone, accepted: cluster.rows })
    if (!accepted.stored) throw new Error('nothing was stored')
    expect(await of.reopen({ of: { by: 'act', ...accepted.stored } })).toEqual({
      reopened: cluster.rows - 1,
    })
    expect(await standing(two.test.client)).toEqual({ listed: 25, accepted: 1 })
    await of.accept({ of: whole, reason: 'Again', until: null })
    expect(await of.reopen({ of: whole })).toEqual({ reopened: cluster.rows })
    expect(await standing(two.test.client)).toEqual({ listed: 26, accepted: 0 })
  } finally {
    await two.close()
  }
})

it('exports accepted ones apart, with who accepted them, why and until when; the reason only where names go', async () => {
  const until = after(bench.now(), hour)
  await bench.accept({ reason: 'Ask Quilla', until })
  const exported = async (accepted: boolean, format: 'csv' | 'json', withNames: boolean): Promise<string> => {
    const parts: string[] = []
    const filter = accepted ? { accepted } : {}
    for await (const part of await client.discrepancies.export({ filter, order: 'time', format, withNames }))
      parts.push(part)
    return parts.join('')
  }
  const plain = await exported(false, 'csv', true)
  expect(plain).toMatch(/^Rows,0$/m)
  expect(plain).toMatch(/^Accepted,left out$/m)
  const named = await exported(true, 'csv', true)
  expect(named).toMatch(/^Accepted,only accepted ones$/m)
  const end = localWithOffset(until, ZoneId.parse('Europe/London'))
  expect(named.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`,${end.replace('+', '[+]')},Ada Invented,Ask Quilla$`))
  const nameless = await exported(true, 'csv', false)
  expect(nameless).toContain(end)
  expect(nameless).not.toMatch(/Quilla|Ada/)
  const { header, rows } = JSON.parse(await exported(true, 'json', true)) as {
    header: { filter: object }
    rows: { accepted: boolean; acceptance: object }[]
  }
  expect(header.filter).toMatchObject({ accepted: true })
  expect(rows).toMatchObject([{ accepted: true, acceptance: { reason: 'Ask Quilla', by: 'Ada Invented', until } }])
  expect(await exported(true, 'json', false)).not.toMatch(/Quilla|Ada/)
})
