import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Connection } from '#contract/connections'
import { ScopeKey } from '#contract/ids'
import type { Refusal, ScheduleRecord } from '#contract/records'
import { Instant, LocalDate, type Span, ZoneId } from '#contract/time'
import { findConnector } from '../connectors/registry.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import { makeSecretBox } from '../platform/secret-box.ts'
import { readSecrets } from '../storage/connection-secret-store.ts'
import { listConnections, removeConnection, saveConnection } from '../storage/connection-store.ts'
import type { WriteDb } from '../storage/database.ts'
import { listFacilities, saveFacility } from '../storage/facility-store.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { openDatabase } from '../storage/open-database.ts'
import { listOperators } from '../storage/operator-store.ts'
import { listPairings, removePairing, savePairing } from '../storage/pairing-store.ts'
import { writeSetting } from '../storage/workspace-setting-store.ts'
import { readDemoRecord } from './demo-record.ts'
import { resetDemo } from './demo-workspace.ts'
import { type OpenDemo, openDemo } from './open-demo.ts'

const secretBox = makeSecretBox(randomBytes(32))
const key = randomBytes(32)
const day = LocalDate.parse('2026-11-21')
const clockAt = (now: string): Clock => ({ ...systemClock, now: () => Instant.parse(now) })
const under = clockAt('2026-11-21T09:30:00.000Z')

let folder: string
let ledger: WriteDb
const running: OpenDemo[] = []

const openLedger = (name: string): WriteDb =>
  openDatabase({ path: join(folder, name), key, file: 'ledger', mode: 'write', migrations: ledgerMigrations })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-demo-'))
  ledger = openLedger('ledger.db')
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((demo) => demo.close()))
  ledger.sql.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open({ clock = under, seed = 7 }: { clock?: Clock; seed?: number } = {}): Promise<OpenDemo> {
  const demo = await openDemo({ ledger, secretBox, under: clock, newSeed: () => seed })
  running.push(demo)
  return demo
}

const connectionNamed = (name: string): Connection => {
  const found = listConnections(ledger).find((one) => one.name.includes(name))
  if (!found) throw new Error(`no connection ${name}`)
  return found
}

type Read = { records: ScheduleRecord[]; refused: Refusal[]; terminal: boolean }

/** Reads one side through the real connector with what stands in the ledger. */
async function readSide({ id, settings }: Connection, scope: string): Promise<Read> {
  const connector = findConnector('maple')
  const list = connector?.reads(settings).shift?.list
  if (!connector || !list) throw new Error('the demo connector cannot list')
  const secrets = readSecrets(ledger, id, secretBox)
  const signal = new AbortController().signal
  const session = connector.open({ settings, secrets, clock: systemClock, signal, random: () => 0.5 })
  const window: Span = {
    start: Instant.parse('2026-11-01T00:00:00.000Z'),
    end: Instant.parse('2027-01-01T00:00:00.000Z'),
  }
  const read: Read = { records: [], refused: [], terminal: false }
  for await (const page of list(session, ScopeKey.parse(scope), window)) {
    read.records.push(...page.records)
    read.refused.push(...page.refused)
    read.terminal = page.terminal
  }
  return read
}

describe('the demo workspace', () => {
  it('is filled through the ordinary stores: two test connections, two facilities, a pairing each, one operator', async () => {
    await open()
    const connections = listConnections(ledger)
    expect(connections.map(({ name }) => name)).toEqual(['Maple', 'Rotaboard'])
    for (const { environment, settings, secrets } of connections) {
      expect(environment).toBe('test')
      expect(settings['localTestServer']).toBe(true)
      expect(secrets.map((one) => one.key)).toEqual(['authHeaderValue'])
    }
    expect(listFacilities(ledger).map(({ name, zone }) => [name, zone])).toEqual([
      ['Harbour Lane Clinic', 'America/New_York'],
      ['Northgate Care Home', 'Europe/London'],
    ])
    const [maple, rota] = [connectionNamed('Maple'), connectionNamed('Rotaboard')]
    for (const { left, right } of listPairings(ledger)) {
      expect([left.connectionId, right.connectionId]).toEqual([maple.id, rota.id])
    }
    expect(listPairings(ledger)).toHaveLength(2)
    expect(listOperators(ledger).map(({ name }) => name)).toEqual(['Demo operator'])
    expect(readDemoRecord(ledger)).toMatchObject({ seed: 7, day })
  })

  it('is read by the real connector: what is malformed keeps its place, what only looks different reads the same', async () => {
    const demo = await open()
    const world = demo.world()
    for (const { letter, mapleScope, partnerScope } of world.facilities) {
      const left = await readSide(connectionNamed('Maple'), mapleScope)
      const right = await readSide(connectionNamed('Rotaboard'), partnerScope)
      const refused = world.planted.filter((one) => one.reason === 'refused-record' && one.facility === letter)
      expect(left).toMatchObject({ refused: [], terminal: true })
      expect(right.terminal).toBe(true)
      const refusedKeys = right.refused.map(({ key }) => String(key))
      expect(new Set(refusedKeys)).toEqual(new Set(refused.flatMap(({ rightKeys }) => rightKeys)))
      expect(refusedKeys).toHaveLength(refused.length)
      for (const { pairReference, span } of right.refused) {
        expect(refused.map(({ leftKey }) => leftKey)).toContain(pairReference)
        expect(span).toBeDefined()
      }
      const rightByKey = new Map(right.records.map((record) => [String(record.key), record]))
      const leftByKey = new Map(left.records.map((record) => [String(record.key), record]))
      let seen = 0
      for (const { leftKey, rightKey } of world.lookalikes) {
        const [l, r] = [leftByKey.get(leftKey), rightByKey.get(rightKey)]
        if (!l || !r) continue
        seen += 1
        expect({ span: r.span, fields: r.fields }).toEqual({ span: l.span, fields: l.fields })
        expect(r.references).toEqual(l.references.length === 0 ? [] : [{ id: l.key }])
      }
      expect(seen).toBe(7)
    }
  })

  it('comes back on a later start with the same world on its own day, at new addresses and with new keys', async () => {
    const first = await open()
    const before = listConnections(ledger)
    const secretBefore = readSecrets(ledger, connectionNamed('Maple').id, secretBox)
    const pairings = listPairings(ledger)
    const world = first.world()
    await first.close()
    const later = await open({ clock: clockAt('2027-03-05T16:20:30.000Z'), seed: 99 })
    expect(later.world()).toEqual(world)
    expect(later.clock.now()).toBe('2026-11-21T16:20:30.000Z')
    expect(listPairings(ledger)).toEqual(pairings)
    const after = listConnections(ledger)
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    const { listUrl: oldList, getUrl: oldGet, ...kept } = connectionNamed('Maple').settings
    expect(before.find(({ name }) => name.includes('Maple'))?.settings).toMatchObject(kept)
    expect([oldList, oldGet]).toEqual([later.sandboxes.maple.sandbox.listUrl, later.sandboxes.maple.sandbox.getUrl])
    expect(readSecrets(ledger, connectionNamed('Maple').id, secretBox)).not.toEqual(secretBefore)
    const read = await readSide(connectionNamed('Maple'), 'mpl-fac-northgate')
    expect(read.records.length).toBeGreaterThan(500)
  })

  it('keeps on a later start what a person changed: a name, a list address taken out, a connection removed', async () => {
    await open()
    const { id, connectorId, environment, settings } = connectionNamed('Maple')
    const { listUrl: _taken, ...byKeys } = settings
    const draft = { id, connectorId, environment, name: 'Renamed', settings: byKeys, secrets: {} }
    saveConnection(ledger, { draft, seal: secretBox.seal, at: under.now(), by: null })
    const act = { at: under.now(), by: null }
    for (const pairing of listPairings(ledger)) removePairing(ledger, { id: pairing.id, ...act })
    removeConnection(ledger, { id: connectionNamed('Rotaboard').id, ...act })
    await open()
    expect(listConnections(ledger).map(({ name }) => name)).toEqual(['Renamed'])
    expect(connectionNamed('Renamed').settings['listUrl']).toBeUndefined()
    expect(connectionNamed('Renamed').settings['getUrl']).not.toBe(settings['getUrl'])
  })

  it('starts over on reset: another world around today, restored connections, pairings that share no history', async () => {
    let now = '2026-11-21T09:30:00.000Z'
    let seed = 7
    const demo = await openDemo({
      ledger,
      secretBox,
      under: { ...systemClock, now: () => Instant.parse(now) },
      newSeed: () => seed++,
    })
    running.push(demo)
    const old = { world: demo.world(), pairings: listPairings(ledger), connections: listConnections(ledger) }
    now = '2026-12-24T18:00:00.000Z'
    const { world, gone } = demo.reset()
    expect(world).toMatchObject({ seed: 8, day: '2026-12-24' })
    expect(demo.world()).toBe(world)
    expect(demo.clock.now()).toBe('2026-12-24T18:00:00.000Z')
    expect(readDemoRecord(ledger)).toMatchObject({ seed: 8, day: '2026-12-24' })
    expect(listConnections(ledger).map(({ id, name }) => [id, name])).toEqual(
      old.connections.map(({ id, name }) => [id, name]),
    )
    expect(demo.pinnedDay()).toBe('2026-12-24T00:00:00.000Z')
    const ids = old.pairings.map((one) => one.id)
    expect(gone).toEqual(ids)
    expect(listPairings(ledger)).toHaveLength(2)
    expect(listPairings(ledger).some((one) => ids.includes(one.id))).toBe(false)
    expect(demo.sandboxes.maple.sandbox.all()).toHaveLength(world.maple.length)
    const read = await readSide(connectionNamed('Rotaboard'), 'NORTHGATE-1')
    expect(read.records.every(({ key: id }) => world.partner.some(({ ownId }) => ownId === String(id)))).toBe(true)
  })

  it('on reset makes anew what a person removed and leaves their own facility alone', async () => {
    const demo = await open()
    const act = { at: under.now(), by: null }
    const own = saveFacility(ledger, { draft: { name: 'My own', zone: ZoneId.parse('Europe/Warsaw') }, ...act })
    const [pairing] = listPairings(ledger)
    if (!pairing) throw new Error('no pairing')
    const { id: _id, ...rest } = pairing
    savePairing(ledger, { draft: { ...rest, facilityId: own.id }, ...act })
    demo.reset()
    expect(listFacilities(ledger).map(({ name }) => name)).toContain('My own')
    expect(listPairings(ledger)).toHaveLength(2)
    for (const { id } of listPairings(ledger)) removePairing(ledger, { id, ...act })
    removeConnection(ledger, { id: connectionNamed('Maple').id, ...act })
    demo.reset()
    expect(listConnections(ledger)).toHaveLength(2)
    expect(listPairings(ledger)).toHaveLength(2)
  })

  it('refuses a reset of a workspace that is no demo, and names a damaged demo record', async () => {
    const demo = await open()
    writeSetting(ledger, 'demo', '{"seed":"x"}')
    expect(() => demo.reset()).toThrow(expect.objectContaining({ code: 'workspace-damaged' }))
    const own = openLedger('own.db')
    const input = { ledger: own, secretBox, sandboxes: demo.sandboxes, clock: under, seed: 1, day }
    expect(() => resetDemo(input)).toThrow(expect.objectContaining({ code: 'not-available-here' }))
    own.sql.close()
  })
})
