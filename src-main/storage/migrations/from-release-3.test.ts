import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PairingId } from '#contract/ids'
import { Instant } from '#contract/time'
import { playSyncs } from '../../../e2e/world/history-programs.ts'
import { idsThen } from '../discrepancy-history-store.ts'
import { openDatabase } from '../open-database.ts'
import { fillResourcesSql } from './cache/0004-lanes-and-history.ts'
import { cacheMigrations } from './cache.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Writes a cache as 0.3 left it, then opens it with today's steps. */
function upgraded(sql: string) {
  const at = {
    path: join(folder, 'cache.db'),
    key: Buffer.alloc(32, 7),
    file: 'cache',
    mode: 'write',
    fence: 1,
  } as const
  const old = openDatabase({ ...at, migrations: cacheMigrations.slice(0, 3) })
  old.sql.exec(sql)
  old.sql.close()
  return openDatabase({ ...at, migrations: cacheMigrations })
}

const member = (left: string, right: string): string => `{"leftKey":"${left}","rightKey":"${right}"}`
const row =
  'pairing_id, fingerprint, group_key, other_group, members, kind, differences, start_ms, end_ms, who, label, search'
const seen = 'first_seen_at, first_compare, born, ended, closed, left_key, right_key'
const said = `'differs', '[]', 1000, 5000, 'Ann', 'Day', 'ann', '2026-11-01T09:30:00.000Z', 1`

it('0004 gives the discrepancies of 0.3 their lanes and nothing else, and looks back to what 0.3 found', () => {
  const db = upgraded(
    `INSERT INTO side (id, pairing_id, side, published) VALUES (1, 'p', 'left', 2), (2, 'p', 'right', 2);
     INSERT INTO record_version (id, side_id, record_key, group_key, scope, resource, kind, state, start_ms, end_ms, written, content_hash, fields, since, born, ended)
       VALUES (1, 1, 'm-1', 'k:m-1', '1', 'w-old', 'shift', 'read', 1000, 5000, '{}', 'h', '{"label":"Day"}', 1, 1, 2),
         (2, 1, 'm-1', 'k:m-1', '1', 'w-1', 'shift', 'read', 1000, 5000, '{}', 'i', '{}', 1, 2, NULL),
         (3, 2, 'p-1', 'k:m-1', '1', 'w-9', 'shift', 'read', 1000, 5000, '{}', 'h', '{}', 1, 1, NULL),
         (4, 1, 'm-2', 'k:m-2', '1', NULL, 'shift', 'read', 1000, 5000, '{}', 'h', '{}', 1, 1, NULL),
         (5, 2, 'p-2', 'right:p-2', '1', 'w-2', 'shift', 'read', 1000, 5000, '{}', 'h', '{}', 1, 1, NULL);
     INSERT INTO match (pairing_id, left_group, right_group, how, explanation, start_ms, born) VALUES ('p', 'k:m-2', 'right:p-2', 'rule', '{}', 1000, 1);
     INSERT INTO discrepancy (id, ${row}, ${seen}) VALUES
       (1, 'p', 'f-1', 'k:m-1', NULL, '[]', ${said}, 1, 2, 'changed', 'm-1', 'p-1'),
       (2, 'p', 'f-1', 'k:m-1', NULL, '[]', ${said}, 2, NULL, NULL, 'm-1', 'p-1'),
       (3, 'p', 'f-2', 'k:m-2', NULL, '[]', ${said}, 1, NULL, NULL, 'm-2', 'p-2'),
       (4, 'p', 'f-3', 'k:m-1', 'k:m-2', '[${member('m-1', 'p-1')},${member('m-2', 'p-2')}]', ${said}, 1, NULL, NULL, 'm-1', 'p-1'),
       (5, 'p', 'f-4', 'resource:w-4', 'resource:w-4', '[]', ${said}, 1, NULL, NULL, NULL, NULL);
     INSERT INTO compare (pairing_id, number, sync, run_id, left_snapshot, right_snapshot, left_epoch, right_epoch, start_ms, end_ms, policy, whole, compared_at, open, opened, closed)
       VALUES ('p', 1, 1, 'r', 1, 1, 'e', 'e', 0, 9000, '{}', 1, '2026-11-01T09:30:00.000Z', 4, 4, 0),
         ('p', 2, 2, 's', 2, 2, 'e', 'e', 0, 9000, '{}', 0, '2026-11-01T10:30:00.000Z', 4, 0, 0)`,
  )
  const all = (sql: string): unknown => db.sql.prepare(sql).raw().all()
  expect(all('SELECT id, resource, born, ended FROM discrepancy ORDER BY id')).toEqual([
    [1, 'w-old', 1, 2],
    [2, 'w-1', 2, null],
    [3, 'w-2', 1, null],
    // Of two things that share nobody no lane is told.
    [4, null, 1, null],
    [5, 'w-4', 1, null],
  ])
  expect(all('SELECT number, policy, compared_at FROM compare')).toEqual([
    [1, '{}', '2026-11-01T09:30:00.000Z'],
    [2, '{}', '2026-11-01T10:30:00.000Z'],
  ])
  expect(all('SELECT resource, content_hash, fields FROM record_version WHERE id = 1')).toEqual([
    ['w-old', 'h', '{"label":"Day"}'],
  ])
  const asOf = Instant.parse('2026-11-01T10:00:00.000Z')
  expect(idsThen(db, { pairings: [PairingId.parse('p')], now: asOf, asOf }, 'time')).toEqual([1, 3, 4, 5])
  db.sql.close()
})

it('0004 counts what 0.3 left open as given to nobody, and says of each row what its rank rests on', () => {
  const end = `[{"field":"end","left":"a","right":"b"}]`
  const worker = `[{"field":"start","left":"a","right":"b"},{"field":"workerName","left":"a","right":"b"}]`
  const rest = `1000, 5000, 'Ann', 'Day', 'ann', '2026-11-01T09:30:00.000Z'`
  const db = upgraded(
    `INSERT INTO discrepancy (id, ${row}, ${seen}, accepted_until) VALUES
       (1, 'p', 'f-1', 'k:1', NULL, '[]', 'differs', '${end}', ${rest}, 1, 1, 2, 'resolved', 'm-1', 'p-1', NULL),
       (2, 'p', 'f-1', 'k:1', NULL, '[]', 'differs', '${end}', ${rest}, 3, 3, NULL, NULL, 'm-1', 'p-1', NULL),
       (3, 'p', 'f-2', 'k:2', NULL, '[]', 'differs', '${worker}', ${rest}, 3, 3, NULL, NULL, 'm-2', 'p-2', '9999-12-31T23:59:59.999Z'),
       (4, 'q', 'f-3', 'k:1', NULL, '[]', 'only-left', '[]', ${rest}, 3, 3, NULL, NULL, 'm-1', NULL, NULL)`,
  )
  const all = (sql: string): unknown => db.sql.prepare(sql).raw().all()
  expect(all('SELECT id, touches, found_before, worker_before, assigned_to FROM discrepancy ORDER BY id')).toEqual([
    [1, 'times', 0, 0, null],
    [2, 'times', 1, 0, null],
    [3, 'assignment', 0, 1, null],
    [4, null, 0, 0, null],
  ])
  expect(
    all('SELECT pairing_id, kind, accepted_until, assigned_to, open FROM discrepancy_count ORDER BY 1, 3'),
  ).toEqual([
    ['p', 'differs', null, null, 1],
    ['p', 'differs', '9999-12-31T23:59:59.999Z', null, 1],
    ['q', 'only-left', null, null, 1],
  ])
  expect(all('SELECT differences, who, first_compare, closed FROM discrepancy WHERE id = 1')).toEqual([
    [end, 'Ann', 1, 'resolved'],
  ])
  db.sql.close()
})

it('0004 gives each discrepancy the lane that a compare gives it', async () => {
  await playSyncs(20, (db) => {
    const lanes = (): unknown => db.sql.prepare('SELECT id, fingerprint, resource FROM discrepancy ORDER BY id').all()
    const compared = lanes()
    db.sql.exec('UPDATE discrepancy SET resource = NULL')
    db.sql.exec(fillResourcesSql)
    expect(lanes()).toEqual(compared)
  })
}, 60_000)
