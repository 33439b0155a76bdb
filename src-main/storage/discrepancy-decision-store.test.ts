import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Fingerprint, type OperatorId, PairingId } from '#contract/ids'
import { defaultPolicy } from '#contract/pairings'
import { Instant } from '#contract/time'
import { listAudit } from './audit-store.ts'
import type { WriteDb } from './database.ts'
import {
  acceptedByAct,
  decideDiscrepancies,
  lapseDecisions,
  listDecisions,
  newestAcceptance,
  newestDecision,
} from './discrepancy-decision-store.ts'
import { ledgerMigrations } from './migrations/ledger.ts'
import { openDatabase } from './open-database.ts'
import { saveOperator } from './operator-store.ts'
import { removePairing } from './pairing-store.ts'

const policy = JSON.stringify(defaultPolicy)
const at = Instant.parse('2026-11-21T09:30:00.000Z')
const [one, two] = ['p', 'q'].map((id) => PairingId.parse(id)) as [PairingId, PairingId]
const rowOf = (name: string, valuesMark = 'mark') => ({ fingerprint: Fingerprint.parse(name), valuesMark })
const plain = { pairingId: one, decision: 'accept', chosen: {}, reason: 'Known', until: null, at } as const

let folder: string
let db: WriteDb
let by: OperatorId
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  const path = join(folder, 'ledger.db')
  db = openDatabase({ path, key: randomBytes(32), file: 'ledger', mode: 'write', migrations: ledgerMigrations })
  by = saveOperator(db, { name: 'Ann Example', at }).id
  db.sql.exec(`INSERT INTO facilities VALUES ('f', 'Birch House', 'Europe/London');
    INSERT INTO connections VALUES ('a', 'maple', 'A', 'test', '{}', '${at}', '${at}'), ('b', 'maple', 'B', 'test', '{}', '${at}', '${at}');
    INSERT INTO pairings VALUES ('p', 'f', 'shifts', 'a', '1', 'b', '1', '${policy}'), ('q', 'f', 'shifts', 'a', '2', 'b', '2', '${policy}')`)
})
afterEach(() => {
  db.sql.close()
  rmSync(folder, { recursive: true, force: true })
})

const listed = (pairingId: PairingId, after = 0, upTo = newestDecision(db)) =>
  [...listDecisions(db, { pairingId, after, upTo })].map(({ seq, fingerprint, decision }) => [
    seq,
    fingerprint,
    decision,
  ])

it('stores a decision about many in order, of each pairing apart, and gives those after a number', () => {
  expect(newestDecision(db)).toBe(0)
  decideDiscrepancies(db, { ...plain, by, rows: [rowOf('x'), rowOf('y')] })
  decideDiscrepancies(db, { ...plain, by, pairingId: two, rows: [rowOf('z')] })
  decideDiscrepancies(db, { ...plain, by, decision: 'reopen', reason: '', rows: [rowOf('x')] })
  expect(newestDecision(db)).toBe(4)
  expect(listed(one)).toEqual([
    [1, 'x', 'accept'],
    [2, 'y', 'accept'],
    [4, 'x', 'reopen'],
  ])
  expect(listed(one, 2)).toEqual([[4, 'x', 'reopen']])
  expect(listed(one, 0, 1)).toEqual([[1, 'x', 'accept']])
  expect(listed(two)).toEqual([[3, 'z', 'accept']])
})

it('names who accepted last, why and until when; nobody where it was taken back', () => {
  const until = Instant.parse('2026-12-01T00:00:00.000Z')
  const accepted = () => newestAcceptance(db, one, Fingerprint.parse('x'))
  expect(accepted()).toBe(null)
  decideDiscrepancies(db, { ...plain, by, rows: [rowOf('x')] })
  decideDiscrepancies(db, { ...plain, by, reason: 'Until the move', until, rows: [rowOf('x')] })
  decideDiscrepancies(db, { ...plain, by, decision: 'acknowledge', reason: '', rows: [rowOf('x')] })
  const acceptance = { reason: 'Until the move', by: 'Ann Example', at, until }
  expect(accepted()).toEqual({ acceptance, valuesMark: 'mark' })
  decideDiscrepancies(db, { ...plain, by, decision: 'reopen', reason: '', rows: [rowOf('x')] })
  expect(accepted()).toBe(null)
})

it('gives back what one act accepted, without what was decided anew since or belongs to another pairing', () => {
  const act = decideDiscrepancies(db, { ...plain, by, rows: ['w', 'x', 'y', 'z'].map((name) => rowOf(name)) })
  decideDiscrepancies(db, { ...plain, by, rows: [rowOf('v')] })
  decideDiscrepancies(db, { ...plain, by, reason: 'Mine now', rows: [rowOf('x')] })
  decideDiscrepancies(db, { ...plain, by, decision: 'reopen', reason: '', rows: [rowOf('y')] })
  decideDiscrepancies(db, { ...plain, by, decision: 'acknowledge', reason: '', rows: [rowOf('z')] })
  const named = acceptedByAct(db, act).map(({ pairingId, fingerprint }) => [pairingId, fingerprint])
  expect(named).toEqual([
    [one, 'w'],
    [one, 'z'],
  ])
})

it('writes one row of audit for all of them: which, how many, and never the reason', () => {
  const chosen = { fingerprints: ['x', 'y'] }
  const rows = [rowOf('x'), rowOf('y')]
  expect(decideDiscrepancies(db, { ...plain, by, chosen, reason: 'Ann said so', rows })).toEqual({ first: 1, last: 2 })
  decideDiscrepancies(db, { ...plain, by, chosen: { clusterId: 'c-1' }, rows: [rowOf('z')] })
  const [cluster, named, ...rest] = listAudit(db, { limit: 9 })
  const told = { at, by, action: 'discrepancies-accept', target: one }
  expect(named).toMatchObject({
    ...told,
    detail: { fingerprints: ['x', 'y'], count: 2, firstSeq: 1, lastSeq: 2, until: null },
  })
  expect(cluster).toMatchObject({ ...told, detail: { clusterId: 'c-1', count: 1, firstSeq: 3, lastSeq: 3 } })
  expect(rest).toHaveLength(1)
  expect(JSON.stringify([cluster, named])).not.toContain('Ann said so')
})

it('stores nothing at all where the pairing is gone, or an acceptance gives no reason', () => {
  const gone = () => decideDiscrepancies(db, { ...plain, by, pairingId: PairingId.parse('gone'), rows: [rowOf('x')] })
  expect(gone).toThrow(expect.objectContaining({ code: 'not-found' }))
  const unreasoned = () => decideDiscrepancies(db, { ...plain, by, reason: '', rows: [rowOf('x')] })
  expect(unreasoned).toThrow(/CHECK constraint failed/)
  expect(newestDecision(db)).toBe(0)
  expect(listAudit(db, { limit: 9 }).map(({ action }) => action)).toEqual(['operator-saved'])
})

it('only ever adds: no row is changed, removed or takes another’s place, but a removed pairing takes its own along', () => {
  decideDiscrepancies(db, { ...plain, by, rows: [rowOf('x')] })
  decideDiscrepancies(db, { ...plain, by, pairingId: two, rows: [rowOf('z')] })
  for (const sql of [
    `UPDATE discrepancy_decisions SET reason = 'Other'`,
    'DELETE FROM discrepancy_decisions',
    `INSERT OR REPLACE INTO discrepancy_decisions SELECT 1, pairing_id, 'other', decision, values_mark, until_at, reason, operator_id, decided_at
      FROM discrepancy_decisions WHERE seq = 1`,
  ]) {
    expect(() => db.sql.exec(sql)).toThrow(/append-only/)
  }
  removePairing(db, { id: two, at, by })
  expect([listed(one).length, listed(two).length]).toEqual([1, 0])
})

it('never gives out again what a moved value ended: all of a discrepancy up to a number, of its pairing alone', () => {
  decideDiscrepancies(db, { ...plain, by, rows: [rowOf('x'), rowOf('y')] })
  decideDiscrepancies(db, { ...plain, by, pairingId: two, rows: [rowOf('x')] })
  decideDiscrepancies(db, { ...plain, by, decision: 'acknowledge', reason: '', rows: [rowOf('x')] })
  decideDiscrepancies(db, { ...plain, by, rows: [rowOf('x')] })
  const overtaken = [{ pairingId: one, fingerprint: Fingerprint.parse('x'), upTo: 4 }]
  // Twice, as where the program died before it was forgotten.
  lapseDecisions(db, overtaken)
  lapseDecisions(db, overtaken)
  expect([listed(one), listed(two)]).toEqual([
    [
      [2, 'y', 'accept'],
      [5, 'x', 'accept'],
    ],
    [[3, 'x', 'accept']],
  ])
  for (const sql of ['UPDATE lapsed_decisions SET seq = 2 WHERE seq = 1', 'DELETE FROM lapsed_decisions']) {
    expect(() => db.sql.exec(sql)).toThrow(/append-only/)
  }
  removePairing(db, { id: one, at, by })
  expect(db.sql.prepare('SELECT count(*) FROM lapsed_decisions').pluck().get()).toBe(0)
})

it('keeps 100,000 decisions of one cluster in one piece', () => {
  const rows = Array.from({ length: 100_000 }, (_, n) => rowOf(`x-${n}`, `mark ${n}`))
  decideDiscrepancies(db, { ...plain, by, rows })
  expect(newestDecision(db)).toBe(100_000)
  expect([...listDecisions(db, { pairingId: one, after: 99_999, upTo: 100_000 })]).toEqual([
    { seq: 100_000, ...rows.at(-1), decision: 'accept', until: null },
  ])
})
