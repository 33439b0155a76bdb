import { hash } from 'node:crypto'
import { join } from 'node:path'
import { ConnectorId, type PairingId, ScopeKey, type SideName } from '#contract/ids'
import { defaultPolicy, type Facility, type Pairing } from '#contract/pairings'
import type { CoreClient } from '#contract/procedures'
import { wallClock, ZoneId } from '#contract/time'
import type { Page } from '../../src-main/connectors/kit/connector.ts'
import { systemClock } from '../../src-main/platform/clock.ts'
import { silentLogger } from '../../src-main/platform/logger.ts'
import { makeLiveRun } from '../../src-main/runs/live-run.ts'
import { newSyncRun } from '../../src-main/runs/new-sync-run.ts'
import type { SidePlan } from '../../src-main/runs/side-plan.ts'
import { runSync } from '../../src-main/runs/sync.ts'
import type { WriteDb } from '../../src-main/storage/database.ts'
import { recountOpen } from '../../src-main/storage/discrepancy-count-store.ts'
import { cacheMigrations } from '../../src-main/storage/migrations/cache.ts'
import { openDatabase } from '../../src-main/storage/open-database.ts'
import { hostOn, type WorkspacePlace } from '../crash/hosted-workspace.ts'
import { keysOf } from '../crash/stored-sides.ts'
import { connectClient } from '../hosted.ts'
import { type MemoryRecord, memoryPlan, toRecord } from '../world/memory-side.ts'

/** What a seeded workspace holds: a week of a facility's lanes, and open discrepancies of others. */
export type PageSeed = {
  lanes: number
  days: number
  slotsPerDay: number
  /** Open discrepancies in all. */
  open: number
}

/** Facilities that share the open discrepancies; the first one's calendar is full. */
const facilityCount = 10
const pageSize = 500
const day = 86_400_000
const minute = 60_000

/** Creates a workspace with its facilities, connections and pairings through the built host, as a person would. */
export async function setUpFacilities(
  client: CoreClient,
): Promise<{ facility: Facility; pairing: Pairing; others: PairingId[] }> {
  await client.workspace.create({ operator: 'Ada Invented', unlock: { kind: 'key-file' } })
  const connect = (name: string) =>
    client.connections.save({
      connectorId: ConnectorId.parse('maple'),
      name,
      environment: 'test',
      settings: {
        listUrl: 'http://127.0.0.1:9/list',
        getUrl: 'http://127.0.0.1:9/get/{id}',
        ownIdField: 'id',
        crossReferenceField: 'attributes.externalShiftId',
        authHeaderName: 'x-api-key',
        facilityIds: 'house',
        pageCap: 1000,
        localTestServer: true,
      },
      secrets: { authHeaderValue: 'invented' },
    })
  const [left, right] = [await connect('Maple'), await connect('Northgate')]
  const made: { facility: Facility; pairing: Pairing }[] = []
  for (let n = 0; n < facilityCount; n += 1) {
    const name = `Invented House ${String(n + 1).padStart(2, '0')}`
    const facility = await client.facilities.save({ name, zone: ZoneId.parse('UTC') })
    const pairing = await client.pairings.save({
      facilityId: facility.id,
      recipeId: 'shifts',
      left: { connectionId: left.id, scope: ScopeKey.parse(`l${n}`) },
      right: { connectionId: right.id, scope: ScopeKey.parse(`r${n}`) },
      policy: { ...defaultPolicy, schedule: null },
    })
    made.push({ facility, pairing })
  }
  const [first, ...rest] = made
  if (!first) throw new Error('no facility was made')
  return { ...first, others: rest.map(({ pairing }) => pairing.id) }
}

/** Monday 00:00 UTC of the week in view. */
function weekStart(): number {
  const today = wallClock(systemClock.now(), ZoneId.parse('UTC')).date
  const midnight = Date.parse(`${today}T00:00:00.000Z`)
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * day
}

/** Slot `n` of a side; one in a hundred differs in its label, one in two hundred stands on one side only. */
function* recordsOf({ lanes, days, slotsPerDay }: PageSeed, side: SideName): Generator<MemoryRecord> {
  const [from, slot] = [weekStart(), day / slotsPerDay]
  for (let n = 0; n < lanes * days * slotsPerDay; n += 1) {
    const lane = n % lanes
    const thrown = (n * 7_919 + 13) % 200
    if (thrown === (side === 'left' ? 0 : 1)) continue
    const startMs = from + Math.floor(Math.floor(n / lanes) * (slot / minute)) * minute
    yield {
      key: `${side === 'left' ? 'm' : 'p'}-${n}`,
      reference: `${side === 'left' ? 'p' : 'm'}-${n}`,
      startMs,
      endMs: startMs + Math.floor((slot * 0.8) / minute) * minute,
      label: side === 'right' && thrown < 4 ? `Ward ${lane % 8} by night` : `Ward ${lane % 8}`,
      worker: `worker-${String(lane).padStart(4, '0')}`,
    }
  }
}

/** A side of the seed, read by the real code in pages as large as a vendor's. */
function planOf(seed: PageSeed, side: SideName): SidePlan {
  const nothing = {
    records: new Map(),
    fault: { kind: 'none' },
    epoch: '1',
    cancel() {},
    recalled: 0,
    recalledRecords: 0,
  }
  const plan = memoryPlan(side, nothing as Parameters<typeof memoryPlan>[1], false)
  async function* list(): AsyncGenerator<Page> {
    const page = (records: MemoryRecord[], terminal: boolean, at: number): Page => ({
      records: records.map(toRecord),
      refused: [],
      terminal,
      dropped: 0,
      source: {
        digest: hash('sha1', `${side} ${at}`),
        next: terminal ? null : `${at + 1}`,
        recalled: false,
        elements: {
          kept: [],
          digests: records.map(({ key }) => hash('sha256', key, 'binary')),
          dropped: records.map(() => 0),
        },
      },
    })
    let records: MemoryRecord[] = []
    let at = 0
    for (const record of recordsOf(seed, side)) {
      if (records.length === pageSize) {
        yield page(records, false, at)
        at += 1
        records = []
      }
      records.push(record)
    }
    yield page(records, true, at)
  }
  return { ...plan, reads: { ...plan.reads, list: list as NonNullable<SidePlan['reads']['list']> } }
}

/** Syncs the seed into the cache by the real code. Throws where that did not end well. */
async function fill(db: WriteDb, seed: PageSeed, { facility, pairing }: { facility: Facility; pairing: Pairing }) {
  const clock = systemClock
  const run = newSyncRun({
    pairingId: pairing.id,
    startedAt: clock.now(),
    trigger: 'person',
    state: 'running',
    systems: { left: 'Maple', right: 'Northgate' },
  })
  const unstored = (thrown: unknown): never => {
    throw thrown
  }
  const live = makeLiveRun({ db, clock, run, changed: () => {}, unstored })
  await runSync({
    db,
    clock,
    pairing,
    facility,
    plans: { left: planOf(seed, 'left'), right: planOf(seed, 'right') },
    accepted: () => null,
    matchWords: () => [],
    mirrorDecisions: () => {},
    live,
    logger: silentLogger,
  })
  const { state, tell } = live.current()
  if (state !== 'done') throw new Error(`the seed was not stored: ${state}, ${tell}`)
}

/** Copies what is open to the other facilities, spread over the window, until there are so many. */
function multiply(db: WriteDb, { open }: PageSeed, pairing: PairingId, others: readonly PairingId[]): void {
  const columns = (db.sql.pragma('table_info(discrepancy)') as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => name !== 'id')
  const count = (): number =>
    db.sql.prepare('SELECT count(*) FROM discrepancy WHERE ended IS NULL').pluck().get() as number
  const missing = Math.max(0, open - count())
  const changed: Record<string, string> = {
    pairing_id: `json_extract(:others, '$[' || CAST(n.value % :many AS INTEGER) || ']')`,
    fingerprint: `fingerprint || '-' || n.value`,
    group_key: `group_key || '-' || n.value`,
    start_ms: 'start_ms + (n.value % 20) * 86400000',
    end_ms: 'end_ms + (n.value % 20) * 86400000',
    cluster_id: 'NULL',
    cause: 'NULL',
  }
  const text = `WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < :rounds)
    INSERT INTO discrepancy (${columns.join(', ')})
    SELECT ${columns.map((name) => changed[name] ?? name).join(', ')} FROM n CROSS JOIN discrepancy
    WHERE ended IS NULL AND pairing_id = :pairing LIMIT :missing`
  const rounds = Math.ceil(missing / Math.max(1, count()))
  // Every other pairing was read and compared too, or its rows would stand without a compare.
  const columnsOf = (table: string): string[] =>
    (db.sql.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
  const copy = (table: string, values: Record<string, string>, where: string): string => {
    const names = columnsOf(table).filter((name) => !(table === 'side' && name === 'id'))
    return `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => values[name] ?? name).join(', ')} FROM ${table} ${where}`
  }
  const its = '(SELECT id FROM side WHERE pairing_id = :pairing AND side = :side)'
  const other = '(SELECT id FROM side WHERE pairing_id = :other AND side = :side)'
  const copies = (['left', 'right'] as const).flatMap((side) => [
    { text: copy('side', { pairing_id: ':other' }, 'WHERE pairing_id = :pairing AND side = :side'), side },
    { text: copy('snapshot', { side_id: other }, `WHERE side_id = ${its}`), side },
    { text: copy('coverage', { side_id: other }, `WHERE side_id = ${its}`), side },
  ])
  const compares = copy('compare', { pairing_id: ':other' }, 'WHERE pairing_id = :pairing')
  db.transaction(() => {
    const values = { others: JSON.stringify(others), many: others.length }
    if (missing > 0) db.sql.prepare(text).run({ ...values, rounds, pairing, missing })
    for (const id of others) {
      for (const { text, side } of copies) db.sql.prepare(text).run({ other: id, pairing, side })
      db.sql.prepare(compares).run({ other: id, pairing })
      recountOpen(db, id)
    }
  })
  if (count() < open) throw new Error(`${count()} are open where ${open} were asked for`)
}

/** What a workspace is filled for: the facility whose calendar is full, and the pairings that share the rest. */
export type SeededFacilities = Awaited<ReturnType<typeof setUpFacilities>>

/** Fills the cache of a workspace that no program has open. */
export async function fillCache(
  place: Pick<WorkspacePlace, 'folder' | 'home'>,
  made: SeededFacilities,
  seed: PageSeed,
): Promise<void> {
  const keys = await keysOf(place).unlock({ kind: 'key-file' })
  const db = openDatabase({
    path: join(place.folder, 'cache.db'),
    key: keys.cache,
    file: 'cache',
    mode: 'write',
    migrations: cacheMigrations,
  })
  try {
    await fill(db, seed, made)
    multiply(db, seed, made.pairing.id, made.others)
  } finally {
    db.sql.close()
  }
}

/** Makes a workspace of the built host in this place; with a seed its cache is filled, without one nothing was ever read. */
export async function seedPage(place: WorkspacePlace, seed: PageSeed | null): Promise<SeededFacilities> {
  const host = await hostOn(place)
  const { client, close } = await connectClient(host, await host.freshLink())
  const made = await setUpFacilities(client)
  close()
  await host.stop()
  if (seed) await fillCache(place, made, seed)
  return made
}
