import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConnectionDraft } from '#contract/connections'
import { type OperatorId, PairingId, RecordKey } from '#contract/ids'
import { defaultPolicy, FacilityDraft, PairingDraft } from '#contract/pairings'
import { Instant } from '#contract/time'
import { makeSecretBox } from '../platform/secret-box.ts'
import { listAudit } from './audit-store.ts'
import { saveConnection } from './connection-store.ts'
import type { WriteDb } from './database.ts'
import { saveFacility } from './facility-store.ts'
import { type DecideMatch, decideMatch, listMatchDecisions, listMatchWords } from './match-decision-store.ts'
import { ledgerMigrations } from './migrations/ledger.ts'
import { openDatabase } from './open-database.ts'
import { saveOperator } from './operator-store.ts'
import { removePairing, savePairing } from './pairing-store.ts'

const at = Instant.parse('2026-11-21T09:30:00.000Z')
const later = Instant.parse('2026-11-21T10:30:00.000Z')
const box = makeSecretBox(randomBytes(32))

let folder: string
let db: WriteDb
let by: OperatorId
let pairingId: PairingId
const keyScope = 'both systems as they are'
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  const path = join(folder, 'ledger.db')
  db = openDatabase({ path, key: randomBytes(32), file: 'ledger', mode: 'write', migrations: ledgerMigrations })
  by = saveOperator(db, { name: 'Ann Invented', at }).id
  pairingId = aPairing()
})
afterEach(() => {
  db.sql.close()
  rmSync(folder, { recursive: true, force: true })
})

function aPairing(): PairingId {
  const connection = (name: string) => {
    const draft = ConnectionDraft.parse({
      connectorId: 'maple',
      name,
      environment: 'test',
      settings: { getUrl: 'https://maple.example/shifts', localTestServer: false },
      secrets: {},
    })
    return { connectionId: saveConnection(db, { at, by, draft, seal: box.seal }).id, scope: '17' }
  }
  const facility = saveFacility(db, { at, by, draft: FacilityDraft.parse({ name: 'Birch', zone: 'Europe/Warsaw' }) })
  const draft = PairingDraft.parse({
    facilityId: facility.id,
    recipeId: 'shifts',
    left: connection('Maple'),
    right: connection('Northgate'),
    policy: defaultPolicy,
  })
  return savePairing(db, { at, by, draft }).id
}

const pair = (left: string, right: string) => ({ leftKey: RecordKey.parse(left), rightKey: RecordKey.parse(right) })
const decide = (left: string, right: string, decision: DecideMatch['decision'], more: Partial<DecideMatch> = {}) =>
  decideMatch(db, {
    pairingId,
    keyScope,
    ...pair(left, right),
    decision,
    reason: 'Seen on the ward list.',
    by,
    at,
    ...more,
  })
const words = () =>
  listMatchWords(db, { pairingId, keyScope }).map(({ decision, leftKey, seq }) => `${seq} ${decision} ${leftKey}`)
const standing = () =>
  listMatchDecisions(db, { pairingId, keyScope }).map((one) => `${one.decision} ${one.leftKey} ${one.rightKey}`)
const rows = () => db.sql.prepare('SELECT count(*) FROM match_decisions').pluck().get()

describe('a word on a pair', () => {
  it('stands until a newer one on the same pair, and a withdrawn one stands no more', () => {
    expect([standing(), words()]).toEqual([[], []])
    decide('m-1', 'r-1', 'forbid')
    decide('m-2', 'r-2', 'pin')
    expect(standing()).toEqual(['pin m-2 r-2', 'forbid m-1 r-1'])
    decide('m-1', 'r-1', 'pin')
    decide('m-2', 'r-2', 'withdrawn')
    expect(standing()).toEqual(['pin m-1 r-1'])
    expect(rows()).toBe(4)
  })

  it('reaches the compare as the newest of its pair, also where it takes one back', () => {
    decide('m-1', 'r-1', 'pin')
    decide('m-2', 'r-2', 'pin')
    decide('m-1', 'r-1', 'withdrawn')
    expect(words()).toEqual(['2 pin m-2', '3 withdrawn m-1'])
  })

  it('is listed with who said it, when and why, the newest first', () => {
    decide('m-1', 'r-1', 'forbid')
    const ben = saveOperator(db, { name: 'Ben Invented', at }).id
    decide('m-2', 'r-2', 'pin', { by: ben, at: later, reason: 'Both are the late shift.' })
    expect(listMatchDecisions(db, { pairingId, keyScope })).toEqual([
      {
        pairingId,
        ...pair('m-2', 'r-2'),
        decision: 'pin',
        reason: 'Both are the late shift.',
        by: 'Ben Invented',
        at: later,
      },
      {
        pairingId,
        ...pair('m-1', 'r-1'),
        decision: 'forbid',
        reason: 'Seen on the ward list.',
        by: 'Ann Invented',
        at,
      },
    ])
  })

  it('is audited by ids, without the reason a person typed', () => {
    decide('m-1', 'r-1', 'pin')
    expect(listAudit(db, { limit: 1 })).toEqual([
      {
        seq: expect.any(Number),
        at,
        by,
        action: 'match-decided',
        target: pairingId,
        detail: { ...pair('m-1', 'r-1'), decision: 'pin' },
      },
    ])
  })

  it('is not stored where its audit cannot be', () => {
    db.sql.exec('DROP TABLE audit')
    expect(() => decide('m-1', 'r-1', 'pin')).toThrow()
    expect(rows()).toBe(0)
  })

  it('of one pairing says nothing about another', () => {
    const other = aPairing()
    decide('m-1', 'r-1', 'pin')
    decide('m-1', 'r-2', 'pin', { pairingId: other })
    expect(standing()).toEqual(['pin m-1 r-1'])
    expect(words()).toEqual(['1 pin m-1'])
  })

  it('said while the keys meant other records counts for nothing, ties nothing, and counts again with them', () => {
    decide('m-1', 'r-1', 'pin', { keyScope: 'another system' })
    expect([standing(), words()]).toEqual([[], []])
    expect(() => decide('m-1', 'r-1', 'withdrawn')).toThrow(expect.objectContaining({ code: 'not-found' }))
    decide('m-1', 'r-2', 'pin')
    expect([standing(), words()]).toEqual([['pin m-1 r-2'], ['2 pin m-1']])
    expect(listMatchWords(db, { pairingId, keyScope: 'another system' })).toEqual([
      { ...pair('m-1', 'r-1'), decision: 'pin', seq: 1 },
    ])
  })

  it('needs a pairing that is there', () => {
    expect(() => decide('m-1', 'r-1', 'pin', { pairingId: PairingId.parse('gone') })).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    )
  })
})

describe('a pin', () => {
  it.each([
    ['left', 'm-1', 'r-9', 'm-1 of Maple was already declared to be the same as r-1 of Northgate'],
    ['right', 'm-9', 'r-1', 'r-1 of Northgate was already declared to be the same as m-1 of Maple'],
  ])('is refused where another one ties the %s record, and names that pair', (_, left, right, said) => {
    decide('m-1', 'r-1', 'pin')
    expect(() => decide(left, right, 'pin')).toThrow(
      expect.objectContaining({
        code: 'in-use',
        tell: `${said}. Take that decision back first, then match it here.`,
      }),
    )
    expect(rows()).toBe(1)
    decide('m-1', 'r-1', 'withdrawn')
    decide(left, right, 'pin')
    expect(standing()).toEqual([`pin ${left} ${right}`])
  })

  it('can be said again, and a forbidden pair ties nothing', () => {
    decide('m-1', 'r-1', 'pin')
    decide('m-1', 'r-1', 'pin')
    decide('m-1', 'r-2', 'forbid')
    decide('m-1', 'r-3', 'forbid')
    expect(standing()).toEqual(['forbid m-1 r-3', 'forbid m-1 r-2', 'pin m-1 r-1'])
  })
})

it('nothing can be withdrawn that nobody said, or that was withdrawn', () => {
  const refused = expect.objectContaining({ code: 'not-found' })
  expect(() => decide('m-1', 'r-1', 'withdrawn')).toThrow(refused)
  decide('m-1', 'r-1', 'pin')
  decide('m-1', 'r-1', 'withdrawn')
  expect(() => decide('m-1', 'r-1', 'withdrawn')).toThrow(refused)
  expect(rows()).toBe(2)
})

describe('the list of decisions', () => {
  it.each([
    ["UPDATE match_decisions SET decision = 'forbid'"],
    ['DELETE FROM match_decisions'],
    [
      `INSERT OR REPLACE INTO match_decisions SELECT seq, pairing_id, left_key, right_key, key_scope, 'forbid', reason, operator_id, decided_at FROM match_decisions`,
    ],
  ])('only grows: %s is refused', (sql) => {
    decide('m-1', 'r-1', 'pin')
    expect(() => db.sql.exec(sql)).toThrow('append-only')
    expect(standing()).toEqual(['pin m-1 r-1'])
  })

  it('goes with a removed pairing; the audit keeps it', () => {
    decide('m-1', 'r-1', 'pin')
    removePairing(db, { id: pairingId, at, by })
    expect(rows()).toBe(0)
    expect(listAudit(db, { limit: 10 }).map(({ action }) => action)).toContain('match-decided')
  })

  it('loses a word where its trigger is gone', () => {
    decide('m-1', 'r-1', 'pin')
    db.sql.exec('DROP TRIGGER match_decisions_are_never_deleted')
    db.sql.exec('DELETE FROM match_decisions')
    expect(standing()).toEqual([])
  })
})
