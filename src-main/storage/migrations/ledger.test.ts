import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getTableConfig } from 'drizzle-orm/sqlite-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WriteDb } from '../database.ts'
import { openDatabase } from '../open-database.ts'
import { acceptedReads } from '../tables/accepted-reads.ts'
import { assignments } from '../tables/assignments.ts'
import { audit } from '../tables/audit.ts'
import { connectionSecrets } from '../tables/connection-secrets.ts'
import { connections } from '../tables/connections.ts'
import { discrepancyDecisions } from '../tables/discrepancy-decisions.ts'
import { facilities } from '../tables/facilities.ts'
import { followUps } from '../tables/follow-ups.ts'
import { lapsedDecisions } from '../tables/lapsed-decisions.ts'
import { lease } from '../tables/lease.ts'
import { matchDecisions } from '../tables/match-decisions.ts'
import { notes } from '../tables/notes.ts'
import { operators } from '../tables/operators.ts'
import { pairings } from '../tables/pairings.ts'
import { savedFilters } from '../tables/saved-filters.ts'
import { systemAlertsSeen } from '../tables/system-alerts-seen.ts'
import { workspaceSettings } from '../tables/workspace-settings.ts'
import { ledgerMigrations } from './ledger.ts'

const tables = [
  acceptedReads,
  assignments,
  audit,
  connectionSecrets,
  connections,
  discrepancyDecisions,
  facilities,
  followUps,
  lapsedDecisions,
  lease,
  matchDecisions,
  notes,
  operators,
  pairings,
  savedFilters,
  systemAlertsSeen,
  workspaceSettings,
].map(getTableConfig)

let folder: string
let db: WriteDb
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  const path = join(folder, 'ledger.db')
  db = openDatabase({ path, key: randomBytes(32), file: 'ledger', mode: 'write', migrations: ledgerMigrations })
})
afterAll(() => {
  db.sql.close()
  rmSync(folder, { recursive: true, force: true })
})

type Column = { name: string; type: string; notnull: number; pk: number }

it.each(tables)('the columns of $name are in the file as the code says', ({ name, columns, primaryKeys }) => {
  const inFile = (db.sql.pragma(`table_info(${name})`) as Column[]).map((column) => ({
    name: column.name,
    type: column.type.toLowerCase(),
    required: column.notnull === 1 || column.pk > 0,
    key: column.pk > 0,
  }))
  const joint = new Set(primaryKeys.flatMap((primary) => primary.columns.map((column) => column.name)))
  const inCode = columns.map((column) => ({
    name: column.name,
    type: column.getSQLType(),
    required: column.notNull,
    key: column.primary || joint.has(column.name),
  }))
  expect(inFile).toEqual(inCode)
})

it('has no table that the code does not know, the fence aside', () => {
  const names = db.sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
  expect(new Set(names.pluck().all())).toEqual(new Set([...tables.map(({ name }) => name), 'fence']))
})

it.each([
  ['an instant without milliseconds', "INSERT INTO operators VALUES ('o', 'Ann Example', '2026-11-21T09:30:00Z')"],
  [
    'an unknown environment',
    "INSERT INTO connections VALUES ('c', 'maple', 'M', 'prod', '{}', '2026-11-21T09:30:00.000Z', '2026-11-21T09:30:00.000Z')",
  ],
  [
    'settings that are no object',
    "INSERT INTO connections VALUES ('c', 'maple', 'M', 'test', '[]', '2026-11-21T09:30:00.000Z', '2026-11-21T09:30:00.000Z')",
  ],
  [
    'a pairing of a facility that is not there',
    "INSERT INTO pairings VALUES ('p', 'f', 'shifts', 'a', '1', 'b', '2', '{}')",
  ],
])('the file itself refuses %s', (_, sql) => {
  expect(() => db.sql.exec(sql)).toThrow(/constraint failed/)
})

it.each(['match', 'discrepancy'])('takes no decision about a %s of a pairing that is not there', (what) => {
  const columns = what === 'match' ? 'left_key, right_key, key_scope' : 'fingerprint, values_mark'
  const values = columns.replaceAll(/\w+/g, `'x'`)
  const decision = what === 'match' ? 'pin' : 'accept'
  const sql = `INSERT INTO ${what}_decisions (pairing_id, ${columns}, decision, reason, operator_id, decided_at)
    VALUES ('p', ${values}, '${decision}', 'Known', 'o', '2026-11-21T09:30:00.000Z')`
  expect(() => db.sql.exec(sql)).toThrow(/FOREIGN KEY constraint failed/)
})

/** A value that a column of decisions takes, as SQL. */
function filler(table: string, name: string, at: string): string {
  if (name === 'seq') return '7'
  if (name === 'decision') return table === 'match_decisions' ? `'pin'` : `'accept'`
  return name.endsWith('_at') ? `'${at}'` : `'some'`
}

it.each([
  ['match_decisions', 'reason'],
  ['discrepancy_decisions', 'reason'],
  ['notes', 'text'],
  ['assignments', null],
])(
  'takes rows of %s only as additions: no more than %s can be removed, and nothing else be changed',
  (table, written) => {
    const columns = (db.sql.pragma(`table_info(${table})`) as Column[]).map(({ name }) => name)
    const at = '2026-11-21T09:30:00.000Z'
    db.transaction(() => {
      db.sql.exec(`PRAGMA defer_foreign_keys = ON;
      INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => filler(table, name, at)).join(', ')})`)
      const row = () => db.sql.prepare(`SELECT * FROM ${table}`).get() as Record<string, unknown>
      const before = row()
      for (const name of [...columns, 'rowid']) {
        const other =
          name === 'seq' || name === 'rowid' ? 8 : name.endsWith('_at') ? `'2026-11-22T09:30:00.000Z'` : `'other'`
        for (const removed of written === null ? [''] : ['', `, ${written} = '(removed)'`]) {
          const change = `UPDATE ${table} SET ${name} = ${other}${name === written ? '' : removed}`
          expect(() => db.sql.exec(change), change).toThrow(/append-only/)
        }
      }
      if (written !== null) {
        db.sql.exec(`UPDATE ${table} SET ${written} = '(removed)'`)
        expect(row()).toEqual({ ...before, [written]: '(removed)' })
      }
      const again = `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`
      expect(() => db.sql.exec(again), again).toThrow(/append-only/)
      db.sql.exec(`DELETE FROM ${table}`)
    })
  },
)

it.each([
  ['closed by nobody', `'text', NULL, '2026-11-21T09:30:00.000Z'`],
  ['closed at no time', `'text', 'o', NULL`],
  ['without a text', `'', NULL, NULL`],
])('takes no follow-up %s', (_, values) => {
  const sql = `INSERT INTO follow_ups (id, facility_id, ends_at, operator_id, added_at, text, closed_by, closed_at)
    VALUES ('u', 'f', '2026-11-21T09:30:00.000Z', 'o', '2026-11-21T09:30:00.000Z', ${values})`
  expect(() => db.sql.exec(sql)).toThrow(/CHECK constraint failed/)
})

it('has not changed a released step', () => {
  const hashes = ledgerMigrations.map(({ version, sql }) => [version, createHash('sha256').update(sql).digest('hex')])
  expect(hashes).toEqual([
    [1, 'bb665ad53c8e7fde649d1be3f3eba2736f96cc4cd935569a5d552869e1b506b9'],
    [2, '80693aa71482e85c766bedac47f8f0d902274887988b5d2af332b51480754b99'],
    [3, '02c7cbd88cc1874731209cc93e654f7ed6ba887d9ab7f6f98c6286dcc7dedc71'],
    [4, 'e32f0694bd0da74cfcc9fcde8c00de45fd95191db1a5ba196698ccefc0b68592'],
  ])
})
