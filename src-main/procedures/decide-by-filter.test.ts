import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DiscrepancyFilter, DiscrepancyRow, DiscrepancyWindow } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import { keysIn } from '../../e2e/world/test-app.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import { listAudit } from '../storage/audit-store.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { openDatabase } from '../storage/open-database.ts'

let systems: TwoSystems
let client: CoreClient
let second: PairingId

/** Two pairings of two facilities over the same systems, each of which finds the same four rows. */
beforeEach(async () => {
  systems = await startTwoSystems({ count: 24, pageSize: 1000 })
  client = systems.test.client
  for (const n of [11, 12, 13]) relabel(n, 'Elsewhere')
  systems.right.remove('rota-14')
  const { pairing, facility } = await systems.state()
  const other = await client.facilities.save({ name: 'Second House', zone: facility.zone })
  const { id: _, ...draft } = { ...pairing, facilityId: other.id }
  second = (await client.pairings.save(draft)).id
  await sync()
})
afterEach(() => systems.close())

const relabel = (n: number, label: string) => systems.right.put({ ...shiftOf(systems.right, `rota-${n}`), label })
async function sync(): Promise<void> {
  await systems.sync()
  await systems.test.sync(second)
}

const list = (filter: DiscrepancyFilter = {}): Promise<DiscrepancyWindow> =>
  client.discrepancies.list({ filter, order: 'time', offset: 0, limit: 500 })
/** Once the clock shows another moment than the newest list does. */
const later = async (): Promise<void> => {
  const at = Date.now()
  await expect.poll(() => Date.now()).toBeGreaterThan(at)
}
const said = { reason: 'Agreed by phone', until: null }
const namesOf = (rows: readonly DiscrepancyRow[]): string[] =>
  rows.map((row) => `${row.pairingId === second ? 'second' : 'first'} ${row.leftKey}`).sort()

async function acceptAll(
  filter: DiscrepancyFilter,
  { seen, except = [] }: { seen: DiscrepancyWindow['seen']; except?: readonly DiscrepancyRow[] },
) {
  const left = except.map(({ pairingId, fingerprint }) => ({ pairingId, fingerprint }))
  return client.discrepancies.accept({ of: { by: 'filter', filter, except: left, seen }, ...said })
}

it('accepts all that a list held but those left out, of all its pairings, and takes exactly them back', async () => {
  const { rows, total, seen } = await list()
  expect(total).toBe(8)
  const [alone] = rows.filter(({ kind }) => kind === 'only-left')
  if (!alone) throw new Error('no row stands on one side')
  const early = rows.find(({ leftKey, pairingId }) => leftKey === 'maple-12' && pairingId === second)
  if (!early) throw new Error('no such row')
  const of = {
    by: 'fingerprint' as const,
    rows: [{ pairingId: second, fingerprint: early.fingerprint, bornIn: early.bornIn }],
  }
  await client.discrepancies.accept({ of, ...said, reason: 'By itself' })
  const filter: DiscrepancyFilter = { kinds: ['differs', 'only-left'] }
  const { accepted, changed, stored } = await acceptAll(filter, { seen, except: [alone] })
  expect([accepted, changed]).toEqual([6, 0])
  expect(namesOf((await list()).rows)).toEqual(namesOf([alone]))
  if (!stored) throw new Error('nothing was stored')
  expect(stored.last - stored.first + 1).toBe(6)
  expect(await client.discrepancies.reopen({ of: { by: 'act', ...stored } })).toEqual({ reopened: 6 })
  expect(namesOf((await list({ accepted: true })).rows)).toEqual(['second maple-12'])
})

it('holds to each part of a filter: text, facility, pairing, kind, resource and span', async () => {
  const { rows, seen } = await list()
  const [first] = rows.filter(({ leftKey }) => leftKey === 'maple-12')
  if (!first?.resource) throw new Error('no row of shift 12 with a resource')
  const filters: [DiscrepancyFilter, string[]][] = [
    [{ text: ' MAPLE-13' }, ['first maple-13', 'second maple-13']],
    [{ facilityId: systems.facilityId, kinds: ['only-left'] }, ['first maple-14']],
    [{ pairingId: second, resource: first.resource }, ['second maple-12']],
    [{ pairingId: systems.pairingId, within: first.span }, ['first maple-12']],
  ]
  for (const [filter, names] of filters) {
    expect(namesOf((await list(filter)).rows)).toEqual(names)
    expect((await client.discrepancies.counts({ filter })).total).toBe(names.length)
    const { accepted, stored } = await acceptAll(filter, { seen })
    expect(accepted).toBe(names.length)
    expect(namesOf((await list({ accepted: true })).rows)).toEqual(names)
    if (stored) await client.discrepancies.reopen({ of: { by: 'act', ...stored } })
  }
})

it('reopens all that a list of accepted ones holds, whatever was seen of it', async () => {
  const { seen } = await list()
  await acceptAll({ pairingId: second }, { seen })
  const of = { by: 'filter' as const, filter: { accepted: true }, except: [], seen: { at: seen.at, compares: [] } }
  expect(await client.discrepancies.reopen({ of })).toEqual({ reopened: 4 })
  expect((await list()).total).toBe(8)
})

it('leaves what a list did not hold since it was accepted then, though somebody has taken that back', async () => {
  const { rows } = await list()
  const [first] = rows
  if (!first) throw new Error('nothing was found')
  const { pairingId, fingerprint, bornIn } = first
  const one = { by: 'fingerprint' as const, rows: [{ pairingId, fingerprint, bornIn }] }
  await client.discrepancies.accept({ of: one, ...said })
  const { seen, total } = await list()
  const { seen: accepted } = await list({ accepted: true })
  await later()
  await client.discrepancies.reopen({ of: one })
  expect(total).toBe(7)
  expect(await acceptAll({}, { seen })).toMatchObject({ accepted: 7, changed: 1 })
  expect(namesOf((await list()).rows)).toEqual(namesOf([first]))
  // As little does a list of accepted ones hold what was only accepted after it was read.
  const { id } = await client.operators.save({ name: 'Bela Invented' })
  const all = { by: 'filter' as const, filter: { accepted: true }, except: [], seen: accepted }
  expect(await client.discrepancies.assign({ of: all, to: id })).toMatchObject({ assigned: 0, changed: 7 })
})

it('holds what was accepted after a list was read and is open again', async () => {
  const { seen } = await list()
  await later()
  const { stored } = await acceptAll({}, { seen })
  if (!stored) throw new Error('nothing was stored')
  await client.discrepancies.reopen({ of: { by: 'act', ...stored } })
  expect(await acceptAll({}, { seen })).toMatchObject({ accepted: 8, changed: 0 })
})

it('says in the audit by which filter, for each pairing, and of a text only that there was one', async () => {
  const { seen } = await list()
  await acceptAll({ text: 'elsewhere', kinds: ['differs'] }, { seen })
  await acceptAll({ text: 'maple-12', kinds: ['differs'] }, { seen })
  const { ledger: key } = await keysIn(systems.test.folder).unlock({ kind: 'key-file' })
  const path = join(systems.test.folder, 'ledger.db')
  const ledger = openDatabase({ path, key, file: 'ledger', mode: 'read', migrations: ledgerMigrations })
  const audited = listAudit(ledger, { limit: 100 }).filter(({ action }) => action === 'discrepancies-accept')
  ledger.sql.close()
  expect(audited).toHaveLength(2)
  expect(new Set(audited.map(({ target }) => target))).toEqual(new Set([second, systems.pairingId]))
  for (const { detail } of audited) {
    expect(detail).toMatchObject({ by: 'filter', listedAt: seen.at, kinds: ['differs'], withText: true, count: 1 })
    expect(detail['fingerprints']).toHaveLength(1)
    expect(Object.keys(detail)).not.toContain('text')
  }
})
