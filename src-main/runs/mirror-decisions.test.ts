import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ClusterId, Fingerprint, type OperatorId, PairingId } from '#contract/ids'
import { defaultPolicy } from '#contract/pairings'
import { Instant } from '#contract/time'
import { ensureCacheGeneration } from '../storage/cache-generation.ts'
import type { WriteDb } from '../storage/database.ts'
import { type DecisionKind, decideDiscrepancies, listDecisions } from '../storage/discrepancy-decision-store.ts'
import { applyDiscrepancies, type DiscrepancyBody, findOpenAmong, listOpen } from '../storage/discrepancy-store.ts'
import { cacheMigrations } from '../storage/migrations/cache.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { mirroredUpTo, rowsToDecide } from '../storage/mirrored-decision-store.ts'
import { openDatabase } from '../storage/open-database.ts'
import { saveOperator } from '../storage/operator-store.ts'
import { forgetOvertaken, listOvertaken } from '../storage/overtaken-decision-store.ts'
import { forgetPairing } from '../storage/snapshot-store.ts'
import { keepLapsed } from './keep-lapsed.ts'
import { mirrorDecisions } from './mirror-decisions.ts'

const at = Instant.parse('2026-11-21T09:30:00.000Z')
const [tomorrow, forever] = ['2026-11-22T09:30:00.000Z', '9999-12-31T23:59:59.999Z'].map((text) => Instant.parse(text))
const pairingId = PairingId.parse('p')
const key = Buffer.alloc(32, 7)
const body: DiscrepancyBody = {
  ...{ kind: 'only-left', reason: null, side: 'right', differences: [], origin: null, members: [] },
  ...{
    startMs: 1000,
    endMs: 5000,
    resource: null,
    who: '',
    label: '',
    leftKey: null,
    rightKey: null,
    matchedBy: null,
    cause: null,
  },
  valuesMark: 'r start=1',
}

let folder: string
let cache: WriteDb
let ledger: WriteDb
let by: OperatorId

const openLedger = (name: string): WriteDb =>
  openDatabase({ path: join(folder, name), key, file: 'ledger', mode: 'write', migrations: ledgerMigrations })

function fillLedger(db: WriteDb): void {
  by = saveOperator(db, { name: 'Ann Example', at }).id
  db.sql.exec(`INSERT INTO facilities VALUES ('f', 'Birch House', 'Europe/London');
    INSERT INTO connections VALUES ('a', 'maple', 'A', 'test', '{}', '${at}', '${at}'), ('b', 'maple', 'B', 'test', '{}', '${at}', '${at}');
    INSERT INTO pairings VALUES ('p', 'f', 'shifts', 'a', '1', 'b', '1', '${JSON.stringify(defaultPolicy)}')`)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  const path = join(folder, 'cache.db')
  cache = openDatabase({ path, key, file: 'cache', mode: 'write', fence: 1, migrations: cacheMigrations })
  ensureCacheGeneration(cache, at)
  ledger = openLedger('ledger.db')
  fillLedger(ledger)
})
afterEach(() => {
  cache.sql.close()
  ledger.sql.close()
  rmSync(folder, { recursive: true, force: true })
})

const names = ['x', 'y', 'z'].map((name) => Fingerprint.parse(name))

/** Opens a discrepancy of each name, all alike, in a compare. */
function openAll(fingerprints: readonly Fingerprint[], compare: number): void {
  const opened = fingerprints.map((fingerprint) => ({ fingerprint, groupKey: `k:${fingerprint}`, otherGroup: null }))
  applyDiscrepancies(
    cache,
    { pairingId, compare, at },
    opened.map((one) => ({ change: 'open', ...one, body, base: null })),
  )
}

/** The pairing's first compare, which opens x, y and z. */
function compareOnce(): void {
  cache.sql.exec(`INSERT INTO compare (pairing_id, number, sync, run_id, left_snapshot, right_snapshot, left_epoch, right_epoch,
    start_ms, end_ms, policy, whole, compared_at, open, opened, closed)
    VALUES ('p', 1, 1, 'r', 1, 1, 'e', 'e', 0, 9000, '{}', 1, '${at}', 3, 3, 0)`)
  openAll(names, 1)
}

/** Compare `number` finds x with these changes. */
function findAgain(number: number, change: Partial<DiscrepancyBody>): void {
  const x = Fingerprint.parse('x')
  const before = findOpenAmong(cache, pairingId, [x]).get(x)
  if (!before) throw new Error('x is not open')
  const step = { change: 'update', before, body: { ...body, ...change }, base: null } as const
  applyDiscrepancies(cache, { pairingId, compare: number, at }, [step])
}

function decide(
  decision: DecisionKind,
  chosen: string,
  until: Instant | null = null,
  valuesMark = body.valuesMark,
): void {
  const rows = chosen.split('').map((name) => ({ fingerprint: Fingerprint.parse(name), valuesMark }))
  decideDiscrepancies(ledger, { pairingId, decision, rows, chosen: {}, reason: 'Known', until, by, at })
}

const mirror = (): void => mirrorDecisions({ cache, ledger }, pairingId)

/** Per fingerprint: until when it is accepted, and whether its alert was seen. */
const shown = () =>
  Object.fromEntries(listOpen(cache, pairingId).map((row) => [row.fingerprint, [row.acceptedUntil, row.acknowledged]]))

const nothing = { x: [null, false], y: [null, false], z: [null, false] }

it('shows decisions in the order they were made, once, and each of them only where it was made', () => {
  compareOnce()
  decide('accept', 'xy')
  decide('acknowledge', 'z')
  decide('accept', 'x', tomorrow)
  decide('reopen', 'y')
  mirror()
  const expected = { x: [tomorrow, false], y: [null, false], z: [null, true] }
  expect(shown()).toEqual(expected)
  expect(mirroredUpTo(cache, pairingId)).toBe(5)
  const changes = cache.sql.prepare('SELECT total_changes()').pluck()
  const before = changes.get()
  mirror()
  expect([shown(), changes.get()]).toEqual([expected, before])
})

it('takes nothing before the first compare, so that a rebuilt cache gets every decision with its first rows', () => {
  decide('accept', 'x')
  mirror()
  expect(mirroredUpTo(cache, pairingId)).toBe(0)
  compareOnce()
  mirror()
  expect(shown()).toEqual({ ...nothing, x: [forever, false] })
})

it('leaves out a decision about values that have moved since, and does not come back to it', () => {
  compareOnce()
  decide('accept', 'x', null, 'r start=0')
  mirror()
  expect(shown()).toEqual(nothing)
  findAgain(2, { valuesMark: 'r start=0' })
  mirror()
  expect(shown()).toEqual(nothing)
})

it('keeps what was decided while the kind changes and no value moves, and drops it with the first that does', () => {
  compareOnce()
  decide('accept', 'xy')
  decide('acknowledge', 'x')
  mirror()
  findAgain(2, { kind: 'unverified', reason: 'listed-not-got' })
  expect(shown()).toEqual({ ...nothing, x: [forever, true], y: [forever, false] })
  findAgain(3, {})
  expect(shown()).toEqual({ ...nothing, x: [forever, true], y: [forever, false] })
  findAgain(4, { valuesMark: 'r start=2' })
  expect(shown()).toEqual({ ...nothing, y: [forever, false] })
})

it('shows nobody’s word where the ledger was put back from a backup that does not know it', () => {
  compareOnce()
  decide('accept', 'x')
  decide('accept', 'y')
  decide('acknowledge', 'z')
  mirror()
  ledger.sql.close()
  ledger = openLedger('older.db')
  fillLedger(ledger)
  decide('accept', 'x')
  mirror()
  expect(shown()).toEqual({ ...nothing, x: [forever, false] })
  expect(mirroredUpTo(cache, pairingId)).toBe(1)
})

/** Which discrepancies are noted as overtaken, and up to which decision. */
const noted = () => listOvertaken(cache, 9).map(({ fingerprint, upTo }) => [fingerprint, upTo])

it('notes what it drops, and what it cannot show any more, until the ledger knows', () => {
  compareOnce()
  decide('accept', 'xy')
  decide('acknowledge', 'x')
  mirror()
  findAgain(2, { kind: 'unverified', reason: 'listed-not-got' })
  expect(noted()).toEqual([])
  findAgain(3, { valuesMark: 'r start=2' })
  decide('accept', 'z', null, 'r start=0')
  mirror()
  expect(noted()).toEqual([
    ['x', 3],
    ['z', 4],
  ])
  const [first] = listOvertaken(cache, 9)
  if (first) forgetOvertaken(cache, first.id)
  expect(noted()).toEqual([['z', 4]])
  forgetPairing(cache, pairingId)
  expect(noted()).toEqual([])
})

it('shows nothing of a discrepancy of which a later decision was about other values', () => {
  compareOnce()
  decide('accept', 'x')
  decide('acknowledge', 'x', null, 'r start=0')
  mirror()
  expect([shown(), noted()]).toEqual([nothing, [['x', 2]]])
})

it('forgets how far it came with the pairing', () => {
  compareOnce()
  decide('accept', 'x')
  mirror()
  forgetPairing(cache, pairingId)
  expect(mirroredUpTo(cache, pairingId)).toBe(0)
})

it('chooses the open rows of a cluster as they stand: those not accepted to accept, those accepted to reopen', () => {
  compareOnce()
  cache.sql.exec(`UPDATE discrepancy SET cluster_id = 'c-1', cluster_joined = 1 WHERE fingerprint IN ('x', 'y');
    UPDATE discrepancy SET accepted_until = '${forever}' WHERE fingerprint = 'x'`)
  const of = { by: 'cluster', clusterId: ClusterId.parse('c-1'), seen: 1 } as const
  const chosen = (decision: DecisionKind, now = at) =>
    rowsToDecide(cache, { pairingId, of, decision, now }).rows.map((row) => row.fingerprint)
  expect([chosen('accept'), chosen('reopen'), chosen('acknowledge')]).toEqual([['y'], ['x'], ['x', 'y']])
  const elsewhere = rowsToDecide(cache, { pairingId: PairingId.parse('q'), of, decision: 'accept', now: at })
  expect(elsewhere).toEqual({ rows: [], changed: 0 })
})

it('brings 100,000 decisions onto their rows', () => {
  compareOnce()
  const many = Array.from({ length: 100_000 }, (_, n) => Fingerprint.parse(`many-${n}`))
  openAll(many, 2)
  const rows = many.map((fingerprint) => ({ fingerprint, valuesMark: body.valuesMark }))
  decideDiscrepancies(ledger, {
    pairingId,
    decision: 'accept',
    rows,
    chosen: {},
    reason: 'Known',
    until: null,
    by,
    at,
  })
  mirror()
  const accepted = cache.sql.prepare('SELECT count(*) FROM discrepancy WHERE accepted_until IS NOT NULL').pluck()
  expect(accepted.get()).toBe(100_000)
})

it('brings 100,000 lapsed decisions into the ledger in small steps', async () => {
  const many = Array.from({ length: 100_000 }, (_, n) => Fingerprint.parse(`many-${n}`))
  const rows = many.map((fingerprint) => ({ fingerprint, valuesMark: body.valuesMark }))
  const said = { pairingId, chosen: {}, reason: 'Known', until: null, by, at } as const
  decideDiscrepancies(ledger, { ...said, decision: 'accept', rows })
  compareOnce()
  mirror()
  const steps: number[] = []
  const worker = {
    forgetOvertaken: async ({ id }: { id: number }) => {
      steps.push(id)
      forgetOvertaken(cache, id)
    },
  }
  await keepLapsed({ cache, ledger, worker })
  expect([steps.length, steps[0], noted()]).toEqual([50, 2_000, []])
  expect([...listDecisions(ledger, { pairingId, after: 0, upTo: 100_000 })]).toEqual([])
})
