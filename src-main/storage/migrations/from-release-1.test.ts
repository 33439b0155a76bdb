import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FieldDifference } from '#contract/discrepancies'
import { PairingId } from '#contract/ids'
import { defaultPolicy, PairingPolicy } from '#contract/pairings'
import { Run } from '#contract/runs'
import { Instant } from '#contract/time'
import { listDiscrepancies } from '../discrepancy-list-store.ts'
import { listOpen } from '../discrepancy-store.ts'
import type { Migration } from '../migrate.ts'
import { openDatabase } from '../open-database.ts'
import { cacheMigrations } from './cache.ts'
import { ledgerMigrations } from './ledger.ts'

const key = randomBytes(32)
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Writes a file as an earlier release left it (0.1 has one step, 0.2 two), then opens it with today's steps. */
function upgraded(file: 'ledger' | 'cache', migrations: readonly Migration[], sql: string, steps = 1) {
  const path = join(folder, `${file}.db`)
  const old = openDatabase({ path, key, file, mode: 'write', migrations: migrations.slice(0, steps), fence: 1 })
  old.sql.exec(sql)
  old.sql.close()
  return openDatabase({ path, key, file, mode: 'write', migrations, fence: 1 })
}

it('0002 gives a pairing of 0.1 an hourly schedule and who is trusted, and leaves the rest of it alone', () => {
  const db = upgraded(
    'ledger',
    ledgerMigrations,
    `INSERT INTO facilities VALUES ('f', 'Invented House', 'Europe/London');
     INSERT INTO connections VALUES ('a', 'maple', 'A', 'test', '{}', '2026-11-01T09:30:00.000Z', '2026-11-01T09:30:00.000Z'),
       ('b', 'maple', 'B', 'test', '{}', '2026-11-01T09:30:00.000Z', '2026-11-01T09:30:00.000Z');
     INSERT INTO pairings VALUES ('p', 'f', 'shifts', 'a', '1', 'b', '2',
       '{"daysBack":3,"daysAhead":9,"edgeHours":24,"ignoredFields":["label"]}')`,
  )
  const [row] = db.sql.prepare('SELECT * FROM pairings').all() as { id: string; policy: string; left_scope: string }[]
  expect(row).toMatchObject({ id: 'p', left_scope: '1' })
  expect(PairingPolicy.parse(JSON.parse(row?.policy ?? ''))).toEqual({
    daysBack: 3,
    daysAhead: 9,
    edgeHours: 24,
    ignoredFields: ['label'],
    schedule: '0 * * * *',
    trusted: { existence: 'left', times: 'left', assignment: 'right', details: 'left' },
  })
  expect(db.sql.prepare('SELECT count(*) FROM connections').pluck().get()).toBe(2)
  db.sql.close()
})

it('0002 makes the runs and differences of 0.1 readable, and leaves records alone', () => {
  const progress = { system: 'A', phase: 'sealed', pages: 1, records: 2, refused: 0, total: null, tell: '' }
  const run = {
    ...{ id: 'r', kind: 'sync', pairingId: 'p', state: 'done', phase: 'ended', outcome: null, tell: 'Done.' },
    ...{ startedAt: '2026-11-01T09:30:00.000Z', endedAt: '2026-11-01T09:31:00.000Z' },
    left: { side: 'left', ...progress },
    right: { side: 'right', ...progress },
  }
  const differences = [{ field: 'worker', left: 'w-1', right: null, base: 'w-1' }]
  const db = upgraded(
    'cache',
    cacheMigrations,
    `INSERT INTO side (id, pairing_id, side) VALUES (1, 'p', 'left'), (2, 'p', 'right');
     INSERT INTO record_version (id, side_id, record_key, group_key, scope, kind, state, start_ms, end_ms, written, content_hash, fields, since, born)
       VALUES (7, 1, 'k', 'k:k', '1', 'shift', 'read', 1000, 5000, '{}', 'h', '{}', 1, 1);
     INSERT INTO discrepancy (pairing_id, fingerprint, group_key, kind, differences, start_ms, end_ms, who, label, search, first_seen_at, first_compare, born)
       VALUES ('p', 'f', 'k:k', 'differs', '${JSON.stringify(differences)}', 1000, 5000, '', '', '', '2026-11-01T09:30:00.000Z', 1, 1);
     INSERT INTO compare VALUES ('p', 1, 1, 'r', 1, 1, 'e', 'e', 0, 9000, '{}', 0, '2026-11-01T09:30:00.000Z', 1, 1, 0);
     INSERT INTO run VALUES ('r', 'sync', 'p', 'done', '2026-11-01T09:30:00.000Z', '${JSON.stringify(run)}')`,
  )
  const one = (sql: string): unknown => db.sql.prepare(sql).pluck().get()
  expect(one('SELECT group_concat(longest_ms) FROM side')).toBe('4000,0')
  // No pairing has this policy, so that the next compare looks at everything once.
  expect(one('SELECT policy FROM compare')).toBe('')
  expect(one('SELECT content_hash FROM record_version WHERE id = 7')).toBe('h')
  const read = FieldDifference.array().parse(JSON.parse(String(one('SELECT differences FROM discrepancy'))))
  expect(read).toEqual([{ ...differences[0], blame: 'never-agreed' }])
  const idle = { perSecond: null, msLeft: null }
  expect(Run.parse(JSON.parse(String(one('SELECT body FROM run'))))).toEqual({
    ...run,
    trigger: 'person',
    left: { ...run.left, ...idle },
    right: { ...run.right, ...idle },
  })
  db.sql.close()
})

it('0003 opens a ledger of 0.2 for decisions, which it takes, and changes no row', () => {
  const at = '2026-11-01T09:30:00.000Z'
  const policy = JSON.stringify(defaultPolicy)
  const db = upgraded(
    'ledger',
    ledgerMigrations,
    `INSERT INTO facilities VALUES ('f', 'Invented House', 'Europe/London');
     INSERT INTO operators VALUES ('o', 'Ann Example', '${at}');
     INSERT INTO connections VALUES ('a', 'maple', 'A', 'test', '{}', '${at}', '${at}'), ('b', 'maple', 'B', 'test', '{}', '${at}', '${at}');
     INSERT INTO pairings VALUES ('p', 'f', 'shifts', 'a', '1', 'b', '2', '${policy}');
     INSERT INTO accepted_reads VALUES (1, 'p', 'left', 'g', 3, 'emptied', 0, 'Closed for a week', 'o', '${at}');
     INSERT INTO audit VALUES (1, '${at}', 'o', 'pairing-saved', 'p', '{}')`,
    2,
  )
  const rows = (table: string): unknown => db.sql.prepare(`SELECT * FROM ${table}`).raw().all()
  expect(rows('pairings')).toEqual([['p', 'f', 'shifts', 'a', '1', 'b', '2', policy]])
  expect(rows('accepted_reads')).toEqual([[1, 'p', 'left', 'g', 3, 'emptied', 0, 'Closed for a week', 'o', at]])
  expect(rows('audit')).toEqual([[1, at, 'o', 'pairing-saved', 'p', '{}']])
  const decide = (decision: string, reason: string): unknown =>
    db.sql.exec(
      `INSERT INTO discrepancy_decisions (pairing_id, fingerprint, decision, values_mark, reason, operator_id, decided_at)
       VALUES ('p', 'f', '${decision}', 'm', '${reason}', 'o', '${at}')`,
    )
  decide('accept', 'Known')
  decide('acknowledge', '')
  expect(() => decide('accept', '')).toThrow(/CHECK constraint failed/)
  expect(() => decide('dismissed', 'Known')).toThrow(/CHECK constraint failed/)
  db.sql.close()
})

it('0003 leaves the records and discrepancies of 0.2 as they were: decided by nobody, and compared again at the next sync', () => {
  const db = upgraded(
    'cache',
    cacheMigrations,
    `INSERT INTO side (id, pairing_id, side) VALUES (1, 'p', 'left'), (2, 'p', 'right');
     INSERT INTO record_version (id, side_id, record_key, group_key, scope, kind, state, start_ms, end_ms, written, content_hash, fields, since, born)
       VALUES (7, 1, 'k', 'k:k', '1', 'shift', 'read', 1000, 5000, '{}', 'h', '{"label":"Day"}', 1, 1);
     INSERT INTO discrepancy (id, pairing_id, fingerprint, group_key, kind, differences, start_ms, end_ms, who, label, search, first_seen_at, first_compare, born, ended, closed, left_key)
       VALUES (1, 'p', 'f', 'k:k', 'only-left', '[]', 1000, 5000, 'Ann', 'Day', 'ann', '2026-11-01T09:30:00.000Z', 1, 1, 2, 'changed', 'k'),
         (2, 'p', 'f', 'k:k', 'differs', '[]', 1000, 5000, 'Ann', 'Day', 'ann', '2026-11-01T09:30:00.000Z', 1, 2, NULL, NULL, 'k');
     INSERT INTO compare VALUES ('p', 2, 1, 'r', 1, 1, 'e', 'e', 0, 9000, '{}', 0, '2026-11-01T09:30:00.000Z', 1, 1, 0)`,
    2,
  )
  const one = (sql: string): unknown => db.sql.prepare(sql).pluck().get()
  expect(one('SELECT content_hash || fields FROM record_version WHERE id = 7')).toBe('h{"label":"Day"}')
  expect(one('SELECT policy FROM compare')).toBe('')
  const pairingId = PairingId.parse('p')
  const [open, ...others] = listOpen(db, pairingId)
  expect(others).toEqual([])
  expect(open).toMatchObject({
    ...{ id: 2, kind: 'differs', who: 'Ann', label: 'Day', leftKey: 'k', firstCompare: 1, born: 2, closed: null },
    ...{ acceptedUntil: null, acknowledged: false, matchedBy: null, cause: null, clusterId: null, valuesMark: '' },
  })
  const now = Instant.parse('2026-11-01T09:30:00.000Z')
  const { rows, total } = listDiscrepancies(db, {
    ...{ filter: { pairings: [pairingId], now }, order: 'first-seen', offset: 0, limit: 5 },
  })
  expect([rows.map(({ id }) => id), total]).toEqual([[2], 1])
  db.sql.close()
})
