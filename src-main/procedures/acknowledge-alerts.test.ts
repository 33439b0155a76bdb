import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { AlertsSeen, AlertWindow } from '#contract/alerts'
import { CompareId, type FacilityId } from '#contract/ids'
import { fromMs } from '#contract/time'
import { seenAs } from '../../e2e/world/accepted-differences.ts'
import { inProcessCache } from '../../e2e/world/in-process-cache.ts'
import { keysIn, startTestApp, type TestApp } from '../../e2e/world/test-app.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import { systemClock } from '../platform/clock.ts'
import type { CacheClient } from '../runs/cache-service.ts'
import type { StartCache } from '../runs/start-cache-worker.ts'
import { type AuditRow, listAudit } from '../storage/audit-store.ts'
import { recountOpen } from '../storage/discrepancy-count-store.ts'
import { cacheMigrations } from '../storage/migrations/cache.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { openDatabase } from '../storage/open-database.ts'
import { listCachedPairings } from '../storage/snapshot-store.ts'

const hour = 3_600_000

let systems: TwoSystems
let again: TestApp | null = null
afterEach(async () => {
  await again?.app.close()
  again = null
  await systems.close()
})

const client = () => (again ?? systems.test).client
const listed = (facilityId?: FacilityId): Promise<AlertWindow> =>
  client().alerts.list({ offset: 0, limit: 500, ...(facilityId === undefined ? {} : { facilityId }) })
const acknowledge = (seen: AlertsSeen) => client().alerts.acknowledge({ of: { by: 'listed', seen } })
const keysLeft = async (): Promise<unknown[]> => (await listed()).rows.map(({ row }) => row.leftKey)

/** Gives shifts another label on the left, and syncs. */
async function relabel(label: string, ...shifts: number[]): Promise<void> {
  for (const n of shifts) systems.left.put({ ...shiftOf(systems.left, `maple-${n}`), label })
  await systems.sync()
}

/** A second facility whose pairing reads the same systems, synced once. */
async function pairAgain(): Promise<FacilityId> {
  const { pairing, facility } = await systems.state()
  const other = await client().facilities.save({ name: 'Second House', zone: facility.zone })
  const { id: _, ...draft } = { ...pairing, facilityId: other.id }
  await systems.test.sync((await client().pairings.save(draft)).id)
  return other.id
}

/** Plants so many more open discrepancies into each pairing, and opens the core again; tells what its worker is asked. */
async function plantMany(each: number): Promise<string[]> {
  await systems.test.app.close()
  const { folder } = systems.test
  const { cache: key } = await keysIn(folder).unlock({ kind: 'key-file' })
  const path = join(folder, 'cache.db')
  const cache = openDatabase({ path, key, file: 'cache', mode: 'write', migrations: cacheMigrations })
  cache.sql
    .prepare(
      `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
       INSERT INTO discrepancy (pairing_id, fingerprint, group_key, kind, differences, start_ms, end_ms, who, label,
         search, first_seen_at, first_compare, born, values_mark)
       SELECT pairing_id, pairing_id || '-' || n, '', 'differs', '[]', ? + n, ? + n, '', 'Shift ' || n,
         '', '2026-11-21T12:00:00.000Z', 1, 1, 'mark' FROM n, (SELECT DISTINCT pairing_id FROM compare)`,
    )
    .run(each, Date.now(), Date.now() + hour)
  for (const pairing of listCachedPairings(cache)) recountOpen(cache, pairing)
  cache.sql.close()
  const asked: string[] = []
  const watched: StartCache = async (boot, logger) => {
    const handle = await inProcessCache(boot, logger)
    const get = (target: CacheClient, name: keyof CacheClient): unknown => {
      asked.push(name)
      return target[name]
    }
    return { ...handle, client: new Proxy(handle.client, { get }) }
  }
  again = await systems.test.reopen({ startCache: watched })
  return asked
}

/** What the audit says was acknowledged, newest first. */
async function audited(): Promise<AuditRow[]> {
  const { folder } = systems.test
  const { ledger: key } = await keysIn(folder).unlock({ kind: 'key-file' })
  const path = join(folder, 'ledger.db')
  const ledger = openDatabase({ path, key, file: 'ledger', mode: 'read', migrations: ledgerMigrations })
  const rows = listAudit(ledger, { limit: 100 }).filter(({ action }) => action === 'discrepancies-acknowledge')
  ledger.sql.close()
  return rows
}

/** What pages are told while this is done. */
async function heardWhile(work: () => Promise<unknown>): Promise<string[]> {
  const stop = new AbortController()
  const heard: string[] = []
  const events = await client().workspace.changes({}, { signal: stop.signal })
  const listening = (async () => {
    for await (const event of events) heard.push(event.topic)
  })().catch(() => {})
  await expect.poll(() => heard).toContain('workspace')
  await work()
  await expect.poll(() => heard).toContain('discrepancies')
  stop.abort()
  await listening
  // The purge of a start tells its end whenever that is.
  return heard.filter((topic) => topic !== 'workspace' && topic !== 'desk')
}

describe('acknowledging all that a list held', () => {
  it('is one act for ten thousand alerts: one mirror, one event and one short audit row for each pairing', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    const other = await pairAgain()
    const asked = await plantMany(10_000)
    const here = await listed(systems.facilityId)
    expect([here.total, here.rows.length, (await listed()).total]).toEqual([10_000, 500, 20_000])
    asked.length = 0
    const heard = await heardWhile(async () => {
      expect(await acknowledge(here.seen)).toEqual({ acknowledged: 10_000, changed: 0 })
    })
    expect(heard).toEqual(['discrepancies'])
    expect(asked.filter((name) => name !== 'changes')).toEqual(['mirrorDecisions'])
    expect([(await listed(systems.facilityId)).total, (await listed(other)).total]).toEqual([0, 10_000])
    const [row, ...more] = await audited()
    expect(more).toEqual([])
    expect(row).toMatchObject({ target: systems.pairingId, detail: { count: 10_000, firstSeq: 1, lastSeq: 10_000 } })
    expect(JSON.stringify(row).length).toBeLessThan(500)
    expect((await client().discrepancies.counts({ filter: {} })).total).toBe(20_000)

    asked.length = 0
    expect(await acknowledge((await listed()).seen)).toEqual({ acknowledged: 10_000, changed: 0 })
    expect(asked).toEqual(['mirrorDecisions'])
    expect((await client().alerts.counts({})).discrepancies).toBe(0)
    expect(await audited()).toHaveLength(2)
  })

  it('takes alerts of all pairings with one mirror and one event', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    await pairAgain()
    const asked = await plantMany(700)
    const { seen } = await listed()
    asked.length = 0
    const heard = await heardWhile(async () => {
      expect(await acknowledge(seen)).toEqual({ acknowledged: 1400, changed: 0 })
    })
    expect(heard).toEqual(['discrepancies'])
    expect(asked.filter((name) => name !== 'changes')).toEqual(['mirrorDecisions'])
    expect((await audited()).map(({ detail }) => detail.count)).toEqual([700, 700])
  })

  it('leaves alone what was opened, moved or accepted since the list was read, and an acceptance that ended since', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    await relabel('Night', 21, 22, 23, 24)
    const rows = (await listed()).rows.map(({ row }) => row)
    const accept = (leftKey: string, until: string | null) => {
      const row = rows.find((one) => one.leftKey === leftKey)
      if (!row) throw new Error(`no alert about ${leftKey}`)
      const of = { by: 'fingerprint' as const, rows: [{ ...seenAs(row), pairingId: row.pairingId }] }
      const said = { reason: 'Agreed by phone', until: until && fromMs(Date.parse(until)) }
      return client().discrepancies.accept({ of, ...said })
    }
    await accept('maple-21', new Date(Date.now() + hour).toISOString())
    const { seen, total } = await listed()
    expect(total).toBe(3)
    await accept('maple-24', null)
    await relabel('Late', 23, 25)
    again = await systems.test.reopen({
      clock: { ...systemClock, now: () => fromMs(Date.now() + 2 * hour) },
      trigger: 'command',
    })
    expect(await keysLeft()).toEqual(['maple-21', 'maple-22', 'maple-23', 'maple-25'])
    expect(await acknowledge(seen)).toEqual({ acknowledged: 1, changed: 0 })
    expect(await keysLeft()).toEqual(['maple-21', 'maple-23', 'maple-25'])
    expect(await acknowledge(seen)).toEqual({ acknowledged: 0, changed: 0 })
    expect(await audited()).toHaveLength(1)
  })

  it('is refused, and nothing stored, where the list was of another cache file', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    await relabel('Night', 22)
    const { seen } = await listed()
    const compares = seen.compares.map((id) => CompareId.parse(id.replace(/^[^.]+/, 'other')))
    await expect(acknowledge({ ...seen, compares })).rejects.toMatchObject({
      code: 'bad-input',
      tell: expect.stringContaining('nothing was acknowledged'),
    })
    expect(await keysLeft()).toEqual(['maple-22'])
    expect(await audited()).toEqual([])
  })

  it('is refused in a program that only looks on', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    await relabel('Night', 22)
    const { seen } = await listed()
    again = await startTestApp({ folder: systems.test.folder })
    await expect(acknowledge(seen)).rejects.toMatchObject({ code: 'workspace-read-only' })
  })
})

it('names picked alerts in the audit only while they are few', async () => {
  systems = await startTwoSystems()
  await systems.sync()
  await plantMany(60)
  const { rows } = await listed()
  const seen = rows.map(({ row }) => seenAs(row))
  const { pairingId } = systems
  const pick = async (from: number, to: number) => {
    const of = { by: 'fingerprint' as const, pairingId, rows: seen.slice(from, to) }
    return (await client().alerts.acknowledge({ of })).acknowledged
  }
  expect([await pick(0, 2), await pick(1, 60)]).toEqual([2, 58])
  const [many, few] = (await audited()).map(({ detail }) => detail)
  expect(few).toMatchObject({
    fingerprints: seen.slice(0, 2).map(({ fingerprint }) => fingerprint),
    count: 2,
    firstSeq: 1,
    lastSeq: 2,
  })
  expect(many).toEqual({ count: 58, firstSeq: 3, lastSeq: 60, until: null })
})
