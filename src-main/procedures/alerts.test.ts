import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { AlertWindow } from '#contract/alerts'
import { localWithOffset } from '#contract/discrepancy-words'
import type { FacilityId } from '#contract/ids'
import { defaultPolicy } from '#contract/pairings'
import { fromMs, type Instant } from '#contract/time'
import { syncedWith } from '../../e2e/crash/half-snapshots.ts'
import { seenAs } from '../../e2e/world/accepted-differences.ts'
import { keysIn, startTestApp, type TestApp } from '../../e2e/world/test-app.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import { systemClock } from '../platform/clock.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { openDatabase } from '../storage/open-database.ts'

const hour = 3_600_000
const laterBy = (at: string, ms: number): Instant => fromMs(Date.parse(at) + ms)

let systems: TwoSystems
let later: TestApp | null = null
afterEach(async () => {
  await later?.app.close()
  later = null
  await systems.close()
})

const client = () => (later ?? systems.test).client
const alerts = (ask: { offset?: number; limit?: number } = {}): Promise<AlertWindow> =>
  client().alerts.list({ offset: 0, limit: 100, ...ask })

/** Opens the workspace again under a clock that is so many hours ahead, without a schedule that starts syncs. */
async function hoursLater(hours: number): Promise<void> {
  const before = later ?? systems.test
  later = await before.reopen({
    clock: { ...systemClock, now: () => fromMs(Date.now() + hours * hour) },
    trigger: 'command',
  })
}

const labels = ({ rows }: AlertWindow): string[] => rows.map(({ row }) => `${row.kind} ${row.label}`)

/** Gives the shift another label on the left. */
function relabel(n: number, label: string): void {
  systems.left.put({ ...shiftOf(systems.left, `maple-${n}`), label })
}

/** Books the worker of shift `n` for the next shift too, which then begins four hours after it; on both sides. */
function bookTwice(n: number): void {
  for (const [sandbox, id] of [
    [systems.left, 'maple'],
    [systems.right, 'rota'],
  ] as const) {
    const { worker, start } = shiftOf(sandbox, `${id}-${n}`)
    const shift = shiftOf(sandbox, `${id}-${n + 1}`)
    sandbox.put({ ...shift, worker, start: laterBy(start, 4 * hour), end: laterBy(start, 12 * hour) })
  }
}

describe('the alerts of a sync', () => {
  it('name kind, record, facility, both systems, time with zone and when it was first seen, and go when it is resolved', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    expect(await alerts()).toMatchObject({ systems: [], rows: [], total: 0, doubleBooked: 0, offset: 0 })

    systems.right.remove('rota-24')
    await systems.sync()
    const shift = shiftOf(systems.left, 'maple-24')
    const found = await alerts()
    expect(found.rows[0]?.row).toMatchObject({
      kind: 'only-left',
      leftKey: 'maple-24',
      label: 'Shift 24',
      facility: 'Invented House',
      leftSystem: 'Maple',
      rightSystem: 'Northgate',
      span: { start: shift.start, end: shift.end },
      zone: 'Europe/London',
      firstSeenAt: expect.stringMatching(/Z$/),
      acknowledged: false,
    })
    expect(found.rows[0]?.risk.parts.map(({ name }) => name)).toEqual(['kind', 'start', 'person', 'repeat'])
    expect(await client().alerts.counts({})).toEqual({ discrepancies: 1, doubleBooked: 0, systems: 0 })

    systems.right.put({ ...shift, ownId: 'rota-24', otherId: 'maple-24', facility: 'H1' })
    await systems.sync()
    expect(await alerts()).toMatchObject({ rows: [], total: 0 })
  })

  it('stand in order: double bookings by risk, then what starts next, then what is over, in any window', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    for (const n of [14, 24, 30]) bookTwice(n)
    for (const n of [10, 18, 22, 34]) relabel(n, `Night ${n}`)
    await systems.sync()
    const all = await alerts()
    expect([all.total, all.doubleBooked]).toEqual([7, 3])
    expect(labels(all)).toEqual([
      'overlap Shift 24',
      'overlap Shift 30',
      'overlap Shift 14',
      'differs Night 22',
      'differs Night 34',
      'differs Night 18',
      'differs Night 10',
    ])
    const scores = all.rows.slice(0, 3).map(({ risk }) => risk.score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    for (const limit of [1, 2, 3, 4, 6]) {
      const windows: string[] = []
      for (let offset = 0; offset < 7; offset += limit) windows.push(...labels(await alerts({ offset, limit })))
      expect(windows).toEqual(labels(all))
    }
    expect(await alerts({ offset: 7, limit: 5 })).toMatchObject({ rows: [], total: 7 })
  })

  it('rise for what came back and for a worker who had others before, and the detail shows the same parts', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    for (const label of ['Night', 'Shift 25', 'Night']) {
      relabel(25, label)
      await systems.sync()
    }
    // Shift 32 is worked by the same person, shift 26 by another.
    for (const n of [26, 32]) relabel(n, 'Night')
    await systems.sync()
    const { rows } = await alerts()
    const repeats = rows.map(({ row, risk }) => [row.leftKey, risk.parts.at(-1)?.tell])
    expect(repeats).toEqual([
      ['maple-25', 'It was found once before and came back.'],
      ['maple-26', 'It was not found before.'],
      ['maple-32', 'The same worker had 2 other discrepancies before.'],
    ])
    for (const { row, risk } of rows) {
      const { pairingId, fingerprint } = row
      const detail = await client().discrepancies.detail({ pairingId, fingerprint })
      expect(detail.risk.parts.at(-1)).toEqual(risk.parts.at(-1))
    }
  })

  it('fall silent when acknowledged until a value moves, and while accepted', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    for (const n of [22, 23, 24]) relabel(n, 'Night')
    await systems.sync()
    const [first, second] = (await alerts()).rows.map(({ row }) => row)
    if (!first || !second) throw new Error('no alerts')
    const { pairingId } = first
    await client().alerts.acknowledge({ of: { by: 'fingerprint', pairingId, rows: [seenAs(first)] } })
    await client().discrepancies.accept({
      of: { by: 'fingerprint', rows: [{ ...seenAs(second), pairingId }] },
      reason: 'Agreed by phone',
      until: fromMs(Date.now() + hour),
    })
    const left = async () => (await alerts()).rows.map(({ row }) => row.leftKey)
    expect(await left()).toEqual(['maple-24'])
    expect((await client().alerts.counts({})).discrepancies).toBe(1)

    await systems.sync()
    expect(await left()).toEqual(['maple-24'])
    relabel(22, 'Late')
    await systems.sync()
    expect(await left()).toEqual(['maple-22', 'maple-24'])
    await hoursLater(2)
    expect(await left()).toEqual(['maple-22', 'maple-23', 'maple-24'])
  })

  it('are those of one facility only where asked', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    relabel(22, 'Night')
    await systems.sync()
    const { zone } = (await systems.state()).facility
    const other = await client().facilities.save({ name: 'Second House', zone })
    const ask = { offset: 0, limit: 10 }
    expect((await client().alerts.list({ ...ask, facilityId: systems.facilityId })).total).toBe(1)
    expect((await client().alerts.list({ ...ask, facilityId: other.id })).total).toBe(0)
    const counted = async (facilityId: FacilityId) => (await client().alerts.counts({ facilityId })).discrepancies
    expect([await counted(systems.facilityId), await counted(other.id)]).toEqual([1, 0])
  })
})

describe('the alert about a system', () => {
  const troubles = async () =>
    (await alerts()).systems.map(({ kind, side, acknowledged }) => ({ kind, side, acknowledged }))
  const unseen = async () => (await client().alerts.counts({})).systems

  it('cannot be acknowledged while nobody is named, and is not said to be over then', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    systems.right.setFault('unauthorized')
    await systems.sync()
    const [alert] = (await alerts()).systems
    if (!alert) throw new Error('no alert')
    await systems.test.app.close()
    const { folder } = systems.test
    const keys = await keysIn(folder).unlock({ kind: 'key-file' })
    const path = join(folder, 'ledger.db')
    const ledger = openDatabase({ path, key: keys.ledger, file: 'ledger', mode: 'write', migrations: ledgerMigrations })
    ledger.sql.exec('PRAGMA foreign_keys = OFF; DELETE FROM operators')
    ledger.sql.close()
    later = await systems.test.reopen()
    expect(await unseen()).toBe(1)
    await expect(client().alerts.acknowledgeSystem({ id: alert.id, since: alert.since })).rejects.toMatchObject({
      code: 'bad-input',
      tell: 'Nobody works in this workspace yet, so nobody can decide. Enter your name first.',
    })
  })

  it('is raised when a side fails, quiet once seen, over with the next good read, and raised again after that', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    systems.right.setFault('unauthorized')
    await systems.sync()
    const [alert] = (await alerts()).systems
    if (!alert) throw new Error('no alert')
    expect(alert).toMatchObject({
      kind: 'failing',
      side: 'right',
      system: 'Northgate',
      facility: 'Invented House',
      zone: 'Europe/London',
      acknowledged: false,
    })
    expect(alert.tell).toContain(
      `Northgate was not read for Invented House since ${localWithOffset(alert.since, alert.zone)}: `,
    )
    expect(await unseen()).toBe(1)

    await client().alerts.acknowledgeSystem({ id: alert.id, since: alert.since })
    await systems.sync()
    // It goes on failing: the same trouble, seen.
    expect(await alerts()).toMatchObject({ systems: [{ ...alert, acknowledged: true, tell: expect.any(String) }] })
    expect(await unseen()).toBe(0)

    systems.right.setFault(null)
    await systems.sync()
    expect(await troubles()).toEqual([])
    await expect(client().alerts.acknowledgeSystem({ id: alert.id, since: alert.since })).rejects.toMatchObject({
      code: 'not-found',
    })

    systems.right.setFault('unauthorized')
    await systems.sync()
    expect(await troubles()).toEqual([{ kind: 'failing', side: 'right', acknowledged: false }])
    expect(await unseen()).toBe(1)
    // A page that still shows the first time of it.
    const { id, since } = alert
    await expect(client().alerts.acknowledgeSystem({ id, since })).rejects.toMatchObject({
      code: 'bad-input',
      tell: expect.stringContaining('has begun anew since'),
    })
    expect(await unseen()).toBe(1)
  })

  it('stays when a person cancels the next attempt, which says nothing about the side', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    systems.right.setFault('http-500')
    await systems.sync()
    systems.right.setFault('hang')
    const { id } = await client().runs.sync({ pairingId: systems.pairingId })
    await client().runs.cancel({ runId: id })
    await systems.test.idle()
    expect(await troubles()).toEqual([{ kind: 'failing', side: 'right', acknowledged: false }])
  })

  it('is raised for the pairing where its syncs fail before a side is read', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    for (const { settings, ...connection } of await client().connections.list({})) {
      const { listUrl: _, ...without } = settings
      await client().connections.save({
        ...{ id: connection.id, connectorId: connection.connectorId, name: connection.name },
        ...{ environment: connection.environment, settings: without, secrets: {} },
      })
    }
    await client().runs.syncAll({})
    await systems.test.idle()
    const [alert] = (await alerts()).systems
    expect(alert).toMatchObject({ kind: 'failing', side: null, system: 'Maple and Northgate', acknowledged: false })
    expect(alert?.tell).toContain('Neither Maple nor Northgate has a list address')
    const { since } = alert ?? {}
    await client().runs.syncAll({})
    await systems.test.idle()
    expect((await alerts()).systems.map((one) => one.since)).toEqual([since])
  })

  it('tells a held-back read until somebody accepts it', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    systems.right.clear()
    await systems.sync()
    const [alert] = (await alerts()).systems
    expect(alert?.tell).toContain('If it is right, accept it in Facilities.')
    const { implausible } = (await systems.state()).right.lastFailure ?? {}
    if (!implausible) throw new Error('nothing is held back')
    const { snapshot } = implausible
    await client().pairings.acceptImplausible({
      id: systems.pairingId,
      side: 'right',
      snapshot,
      reason: 'They moved out',
    })
    expect(await troubles()).toEqual([])
  })

  it('is raised by a partial read with its reason, and dated by the first of several', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    systems.right.setFault('malformed-id')
    await systems.sync()
    const first = (await alerts()).systems
    expect(first).toMatchObject([{ kind: 'partial', side: 'right' }])
    const [reason] = (await systems.state()).right.coverageReasons
    expect(first[0]?.tell).toContain(reason)
    await systems.sync()
    expect((await alerts()).systems.map(({ since }) => since)).toEqual(first.map(({ since }) => since))
    systems.right.setFault(null)
    await systems.sync()
    expect(await troubles()).toEqual([])
  })

  it('is raised for both sides 25 hours after the last sync by hand', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    await hoursLater(24)
    expect(await troubles()).toEqual([])
    await hoursLater(26)
    expect(await troubles()).toEqual([
      { kind: 'stale', side: 'left', acknowledged: false },
      { kind: 'stale', side: 'right', acknowledged: false },
    ])
    const [state] = await client().pairings.list({})
    const { systems: found } = await alerts()
    expect(found[0]?.since).toBe(laterBy(state?.left.sealedAt ?? '', 25 * hour))
    // Under the computer's own clock it was never old.
    await hoursLater(0)
    expect(await troubles()).toEqual([])
  })

  it('is raised when a scheduled sync did not start within ten minutes, and is over when one starts', async () => {
    systems = await startTwoSystems()
    const { pairing } = await systems.state()
    const hourly = { ...pairing, policy: { ...defaultPolicy, schedule: '0 * * * *' } }
    await systems.sync()
    await systems.test.client.pairings.save(hourly)
    const due = Math.ceil(Date.now() / hour) * hour
    const minutesAfter = (minutes: number): number => (due - Date.now()) / hour + minutes / 60
    await hoursLater(minutesAfter(8))
    expect(await troubles()).toEqual([])
    await hoursLater(minutesAfter(11))
    const [alert] = (await alerts()).systems
    expect(alert).toMatchObject({
      kind: 'schedule-missed',
      side: null,
      system: 'Maple and Northgate',
      since: fromMs(due),
    })
    if (!alert) throw new Error('no alert')
    await client().alerts.acknowledgeSystem({ id: alert.id, since: alert.since })
    expect(await unseen()).toBe(0)
    // Hours later it is the same missed sync, and what is shown is old because of it.
    await hoursLater(minutesAfter(300))
    expect(await troubles()).toEqual([{ kind: 'schedule-missed', side: null, acknowledged: true }])
    // A run under way holds the next one up, however long it takes.
    systems.right.setFault('hang')
    const { id } = await client().runs.sync({ pairingId: systems.pairingId })
    expect(await troubles()).toEqual([])
    await client().runs.cancel({ runId: id })
    await later?.idle()
    await client().pairings.save({ ...hourly, policy: { ...hourly.policy, schedule: null } })
    expect((await troubles()).map(({ kind }) => kind)).not.toContain('schedule-missed')
  })
})

it('shows each of very many double bookings once, the next of them by risk and the rest by time', async () => {
  systems = await syncedWith((cache) => {
    const { pairing_id } = cache.sql.prepare('SELECT pairing_id FROM run').get() as { pairing_id: string }
    const insert = cache.sql.prepare(`INSERT INTO discrepancy (pairing_id, fingerprint, group_key, kind, differences,
        start_ms, end_ms, who, label, search, first_seen_at, first_compare, born)
      VALUES (?, 'f-' || ?, '', 'overlap', '[]', ?, ?, ?, ?, '', '2026-11-21T12:00:00.000Z', 1, 1)`)
    for (let n = 0; n < 400; n += 1) {
      const startMs = Date.now() + (n + 1) * hour
      insert.run(pairing_id, n, startMs, startMs + 8 * hour, n % 3 === 0 ? '' : `Quilla Invented-${n}`, `Shift ${n}`)
    }
  })
  later = await systems.test.reopen()
  const found: AlertWindow['rows'] = []
  for (let offset = 0; offset < 401; offset += 60) found.push(...(await alerts({ offset, limit: 60 })).rows)
  expect(new Set(found.map(({ row }) => row.fingerprint)).size).toBe(401)
  expect(found.at(-1)?.row.kind).toBe('differs')
  const ranked = found.slice(0, 250).map(({ risk }) => risk.score)
  expect(ranked).toEqual([...ranked].sort((a, b) => b - a))
  expect(found.slice(250, 400).map(({ row }) => row.label)).toEqual(
    Array.from({ length: 150 }, (_, n) => `Shift ${n + 250}`),
  )
})

it('tells who only looks on what there is, and that it cannot acknowledge', async () => {
  systems = await startTwoSystems()
  await systems.sync()
  relabel(22, 'Night')
  await systems.sync()
  const viewer = await startTestApp({ folder: systems.test.folder })
  const { rows } = await viewer.client.alerts.list({ offset: 0, limit: 10 })
  const [alert] = rows
  if (!alert) throw new Error('no alert')
  const of = { by: 'fingerprint' as const, pairingId: alert.row.pairingId, rows: [seenAs(alert.row)] }
  await expect(viewer.client.alerts.acknowledge({ of })).rejects.toMatchObject({ code: 'workspace-read-only' })
  await viewer.app.close()
})
