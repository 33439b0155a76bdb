import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConnectionDraft } from '#contract/connections'
import { ConnectionId, FacilityId, OperatorId, PairingId, SnapshotNumber } from '#contract/ids'
import { defaultPolicy, FacilityDraft, PairingDraft } from '#contract/pairings'
import { Instant } from '#contract/time'
import { makeSecretBox } from '../platform/secret-box.ts'
import { acceptRead, findAcceptedRead } from './accepted-read-store.ts'
import { type Act, appendAudit, listAudit } from './audit-store.ts'
import { readSecrets } from './connection-secret-store.ts'
import { listConnections, loadConnection, removeConnection, saveConnection } from './connection-store.ts'
import type { WriteDb } from './database.ts'
import { listFacilities, loadFacility, removeFacility, saveFacility } from './facility-store.ts'
import { addFollowUp, closeFollowUp, listFollowUps } from './follow-up-store.ts'
import { ledgerMigrations } from './migrations/ledger.ts'
import { openDatabase } from './open-database.ts'
import { currentOperator, listOperators, saveOperator } from './operator-store.ts'
import { listPairings, loadPairing, removePairing, savePairing } from './pairing-store.ts'
import { readSetting, writeSetting } from './workspace-setting-store.ts'

const at = Instant.parse('2026-11-21T09:30:00.000Z')
const later = Instant.parse('2026-11-21T10:30:00.000Z')
const box = makeSecretBox(randomBytes(32))
const code = (value: string) => expect.objectContaining({ code: value })

let folder: string
let db: WriteDb
let act: Act
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  const path = join(folder, 'ledger.db')
  db = openDatabase({ path, key: randomBytes(32), file: 'ledger', mode: 'write', migrations: ledgerMigrations })
  act = { at, by: saveOperator(db, { name: 'Ann Example', at }).id }
})
afterEach(() => {
  db.sql.close()
  rmSync(folder, { recursive: true, force: true })
})

const aConnection = (more: Partial<Record<keyof ConnectionDraft, unknown>> = {}) => {
  const draft = ConnectionDraft.parse({
    connectorId: 'maple',
    name: 'Maple',
    environment: 'test',
    settings: { getUrl: 'https://maple.example/shifts', localTestServer: false },
    secrets: { apiKey: 'canary-9913' },
    ...more,
  })
  return saveConnection(db, { ...act, draft, seal: box.seal })
}
const aFacility = () =>
  saveFacility(db, { ...act, draft: FacilityDraft.parse({ name: 'Birch House', zone: 'Europe/Warsaw' }) })

const pairingDraft = (more: Partial<Record<keyof PairingDraft, unknown>> = {}) => {
  const left = aConnection()
  const right = aConnection({ name: 'Partner' })
  return PairingDraft.parse({
    facilityId: aFacility().id,
    recipeId: 'shifts',
    left: { connectionId: left.id, scope: '17' },
    right: { connectionId: right.id, scope: '17' },
    policy: defaultPolicy,
    ...more,
  })
}
const aPairing = () => savePairing(db, { ...act, draft: pairingDraft() })
const actions = () => listAudit(db, { limit: 100 }).map(({ action }) => action)

describe('connections', () => {
  it('come back as saved, with secrets as keys and dates only', () => {
    const saved = aConnection()
    expect(loadConnection(db, saved.id)).toEqual({
      id: saved.id,
      connectorId: 'maple',
      name: 'Maple',
      environment: 'test',
      settings: { getUrl: 'https://maple.example/shifts', localTestServer: false },
      secrets: [{ key: 'apiKey', storedAt: at }],
      createdAt: at,
      changedAt: at,
    })
    expect(listConnections(db)).toEqual([saved])
  })

  it('keep secrets left out, replace those entered, drop those emptied', () => {
    const { id } = aConnection({ secrets: { apiKey: 'one', headers: 'X: two', token: 'three' } })
    const draft = ConnectionDraft.parse({
      id,
      connectorId: 'maple',
      name: 'Maple north',
      environment: 'test',
      settings: {},
      secrets: { headers: '', token: 'four' },
    })
    const changed = saveConnection(db, { at: later, by: act.by, draft, seal: box.seal })
    expect(changed.secrets).toEqual([
      { key: 'apiKey', storedAt: at },
      { key: 'token', storedAt: later },
    ])
    expect([changed.name, changed.createdAt, changed.changedAt]).toEqual(['Maple north', at, later])
    expect(readSecrets(db, id, box)).toEqual({ apiKey: 'one', token: 'four' })
  })

  it('hold secrets that cannot be moved to another connection', () => {
    const from = aConnection()
    const to = aConnection({ name: 'Other', secrets: {} })
    db.sql.prepare('UPDATE connection_secrets SET connection_id = ? WHERE connection_id = ?').run(to.id, from.id)
    expect(() => readSecrets(db, to.id, box)).toThrow(code('workspace-damaged'))
  })

  it('leave no secret in clear in any file, in any row or in the audit', () => {
    aConnection()
    const sealed = db.sql.prepare('SELECT sealed FROM connection_secrets').pluck().get() as Buffer
    expect(sealed.toString('latin1')).not.toContain('canary')
    expect(JSON.stringify(listAudit(db, { limit: 10 }))).not.toContain('canary')
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name)).toString('latin1')).not.toContain('canary')
  })

  it('are removed with their secrets, but not while a pairing reads them', () => {
    const pairing = aPairing()
    const { connectionId: id } = pairing.left
    expect(() => removeConnection(db, { ...act, id })).toThrow(
      expect.objectContaining({ code: 'in-use', tell: expect.stringContaining('Birch House') }),
    )
    removePairing(db, { ...act, id: pairing.id })
    removeConnection(db, { ...act, id })
    expect(() => loadConnection(db, id)).toThrow(code('not-found'))
    expect(readSecrets(db, id, box)).toEqual({})
  })

  it('keep their connector, and their environment while paired', () => {
    const { left } = aPairing()
    const change = { id: left.connectionId }
    expect(() => aConnection({ ...change, connectorId: 'fhir' })).toThrow(code('bad-input'))
    expect(() => aConnection({ ...change, environment: 'live' })).toThrow(code('in-use'))
    expect(loadConnection(db, left.connectionId).environment).toBe('test')
  })

  it('that are gone can neither be changed nor removed', () => {
    const id = ConnectionId.parse('gone')
    expect(() => aConnection({ id })).toThrow(code('not-found'))
    expect(() => removeConnection(db, { ...act, id })).toThrow(code('not-found'))
  })

  it('with settings that lost their shape are named as damage', () => {
    const { id } = aConnection()
    db.sql.prepare(`UPDATE connections SET settings = '{"getUrl":["x"]}'`).run()
    expect(() => loadConnection(db, id)).toThrow(code('workspace-damaged'))
  })
})

describe('facilities', () => {
  it('are saved, changed, listed by name and removed', () => {
    const birch = aFacility()
    const draft = FacilityDraft.parse({ id: birch.id, name: 'Ash Court', zone: 'America/Toronto' })
    const changed = saveFacility(db, { ...act, draft })
    expect(listFacilities(db)).toEqual([changed])
    removeFacility(db, { ...act, id: birch.id })
    expect(() => loadFacility(db, birch.id)).toThrow(code('not-found'))
    expect(() => saveFacility(db, { ...act, draft })).toThrow(code('not-found'))
  })

  it('cannot be removed while a pairing compares them', () => {
    const { facilityId } = aPairing()
    expect(() => removeFacility(db, { ...act, id: facilityId })).toThrow(code('in-use'))
  })

  it('cannot be removed while a follow-up of theirs is open: nobody would hear of it again', () => {
    const { id: facilityId } = aFacility()
    const who = { at, by: saveOperator(db, { name: 'Bela Example', at }).id }
    const { id } = addFollowUp(db, { ...who, facilityId, about: null, text: 'Put Ann back', endsAt: null })
    expect(() => removeFacility(db, { ...act, id: facilityId })).toThrow(code('in-use'))
    expect(listFollowUps(db, { closed: false })).toHaveLength(1)
    closeFollowUp(db, { ...who, id, closed: true })
    removeFacility(db, { ...act, id: facilityId })
    expect(listFacilities(db)).toEqual([])
  })
})

describe('pairings', () => {
  it('come back as saved and can be changed', () => {
    const pairing = aPairing()
    expect(listPairings(db)).toEqual([pairing])
    const changed = { ...pairing, policy: { ...defaultPolicy, daysAhead: 14, ignoredFields: ['label'] } }
    expect(savePairing(db, { ...act, draft: changed })).toEqual(changed)
    expect(loadPairing(db, pairing.id)).toEqual(changed)
  })

  it('never mix a live with a test system', () => {
    const live = aConnection({ name: 'Live', environment: 'live' })
    const draft = pairingDraft({ left: { connectionId: live.id, scope: '17' } })
    expect(() => savePairing(db, { ...act, draft })).toThrow(code('bad-input'))
    expect(listPairings(db)).toEqual([])
  })

  it('never compare a side with itself, but two facilities of one system may be', () => {
    const { id } = aConnection()
    const side = { connectionId: id, scope: '17' }
    expect(() => savePairing(db, { ...act, draft: pairingDraft({ left: side, right: side }) })).toThrow(
      code('bad-input'),
    )
    const draft = pairingDraft({ left: side, right: { ...side, scope: '18' } })
    expect(savePairing(db, { ...act, draft }).right.scope).toBe('18')
  })

  it.each([
    ['an unknown facility', { facilityId: FacilityId.parse('gone') }, 'not-found'],
    ['an unknown connection', { right: { connectionId: ConnectionId.parse('gone'), scope: '1' } }, 'not-found'],
    ['an unknown ignored field', { policy: { ...defaultPolicy, ignoredFields: ['colour'] } }, 'bad-input'],
    ['an unknown pairing to change', { id: PairingId.parse('gone') }, 'not-found'],
  ])('are refused with %s', (_, more, expected) => {
    const draft = pairingDraft(more)
    const before = actions()
    expect(() => savePairing(db, { ...act, draft })).toThrow(code(expected))
    expect(actions()).toEqual(before)
  })

  it('take their accepted reads with them; the audit keeps them', () => {
    const { id } = aPairing()
    accept(id, 3)
    removePairing(db, { ...act, id })
    expect(findAcceptedRead(db, id, 'right')).toBeNull()
    expect(actions()).toContain('read-accepted')
    expect(() => removePairing(db, { ...act, id })).toThrow(code('not-found'))
  })
})

const accept = (pairingId: PairingId, snapshot: number) => {
  const accepted = {
    pairingId,
    side: 'right' as const,
    cacheGeneration: 'g1',
    snapshot: SnapshotNumber.parse(snapshot),
    finding: 'emptied',
    now: 0,
    reason: 'The ward closed.',
    by: OperatorId.parse(act.by),
    at,
  }
  acceptRead(db, accepted)
  return accepted
}

describe('accepted reads', () => {
  it('are found by side, the newest first', () => {
    const { id } = aPairing()
    accept(id, 3)
    const newest = accept(id, 5)
    expect(findAcceptedRead(db, id, 'right')).toEqual(newest)
    expect(findAcceptedRead(db, id, 'left')).toBeNull()
  })

  it('are audited without the reason a person typed', () => {
    const { id } = aPairing()
    accept(id, 3)
    const [row] = listAudit(db, { limit: 1 })
    expect(row).toEqual({
      seq: expect.any(Number),
      at,
      by: act.by,
      action: 'read-accepted',
      target: id,
      detail: { side: 'right', snapshot: 3, finding: 'emptied', now: 0 },
    })
  })

  it('need a pairing that is there', () => {
    expect(() => accept(PairingId.parse('gone'), 1)).toThrow(code('not-found'))
  })
})

describe('the audit', () => {
  it('has a row for every change, in its own transaction with it', () => {
    const { id } = aPairing()
    removePairing(db, { ...act, id })
    expect(actions()).toEqual([
      'pairing-removed',
      'pairing-saved',
      'facility-saved',
      'connection-saved',
      'connection-saved',
      'operator-saved',
    ])
    db.sql.exec('DROP TABLE audit')
    expect(aFacility).toThrow()
    expect(listFacilities(db)).toHaveLength(1)
  })

  it('can be neither changed nor shortened', () => {
    expect(() => db.sql.exec("UPDATE audit SET action = 'nothing'")).toThrow('append-only')
    expect(() => db.sql.exec('DELETE FROM audit')).toThrow('append-only')
    expect(() =>
      db.sql.exec("INSERT OR REPLACE INTO audit VALUES (1, '2026-11-21T09:30:00.000Z', NULL, 'x', 'y', '{}')"),
    ).toThrow('append-only')
    expect(actions()).toEqual(['operator-saved'])
  })

  it('is read page by page, newest first', () => {
    for (const target of ['a', 'b', 'c']) appendAudit(db, { at, by: null, action: 'tested', target, detail: {} })
    const first = listAudit(db, { limit: 2 })
    expect(first.map(({ target }) => target)).toEqual(['c', 'b'])
    expect(listAudit(db, { limit: 1, before: first[1]?.seq ?? 0 }).map(({ target }) => target)).toEqual(['a'])
  })
})

it('the first person added is the one at the desk', () => {
  const second = saveOperator(db, { name: 'Ben Example', at: later })
  expect(listOperators(db).map(({ id }) => id)).toEqual([act.by, second.id])
  expect(currentOperator(db)?.name).toBe('Ann Example')
})

it('keeps facts about the workspace', () => {
  expect(readSetting(db, 'demo-day')).toBeNull()
  writeSetting(db, 'demo-day', '2026-11-21')
  writeSetting(db, 'demo-day', '2026-11-22')
  expect(readSetting(db, 'demo-day')).toBe('2026-11-22')
})
