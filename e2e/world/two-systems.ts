import { ConnectorId, type FacilityId, type PairingId, ScopeKey } from '#contract/ids'
import { defaultPolicy, type PairingState } from '#contract/pairings'
import type { Run } from '#contract/runs'
import { fromMs, ZoneId } from '#contract/time'
import type { NewWorkspace } from '#contract/workspace'
import { type MapleSandbox, type SandboxShift, startSandbox } from '../../src-main/connectors/maple/sandbox.ts'
import type { AppInput } from '../../src-main/create-app.ts'
import { type Clock, systemClock } from '../../src-main/platform/clock.ts'
import type { StartCache } from '../../src-main/runs/start-cache-worker.ts'
import { inProcessCache } from './in-process-cache.ts'
import { startTestApp, type TestApp } from './test-app.ts'

/** Two loopback systems with the same shifts and a core that pairs them, set up as a person would through the contract. */
export type TwoSystems = {
  test: TestApp
  left: MapleSandbox
  right: MapleSandbox
  pairingId: PairingId
  facilityId: FacilityId
  sync(): Promise<Run>
  state(): Promise<PairingState>
  /** Open discrepancies as short texts: what the list shows. */
  shown(): Promise<string[]>
  close(): Promise<void>
}

const hour = 3_600_000

/**
 * `delayMs` is waited before each answer of both systems; `clock` is what the page's side of the core goes by, `startCache`
 * may start the other side by another one.
 */
type TwoSystemsInput = {
  count?: number
  pageSize?: number
  leftList?: boolean
  now?: number
  delayMs?: number
  clock?: Clock
  startCache?: StartCache
  /** Where the workspace is and what opens it, where that is no key file. */
  keys?: Pick<AppInput, 'folder' | 'keyProvider'> & { unlock: NewWorkspace['unlock'] }
}

/** Shift `n` of both sides: two a day around `now`, with an invented worker. */
function shiftAt(n: number, now: number): { left: SandboxShift; right: SandboxShift } {
  const start = Math.floor(now / hour) * hour + (n - 20) * 12 * hour
  const common = {
    start: fromMs(start),
    end: fromMs(start + 8 * hour),
    label: `Shift ${n}`,
    requirements: 'RN',
    worker: { id: `w-${n % 7}`, firstName: 'Quilla', lastName: `Invented-${n % 7}` },
    version: '1',
  }
  return {
    left: { ...common, ownId: `maple-${n}`, otherId: `rota-${n}`, facility: 'house-1' },
    right: { ...common, ownId: `rota-${n}`, otherId: `maple-${n}`, facility: 'H1' },
  }
}

async function connect(
  test: TestApp,
  name: string,
  { sandbox, list, reference, facility }: { sandbox: MapleSandbox; list: boolean; reference: string; facility: string },
) {
  return test.client.connections.save({
    connectorId: ConnectorId.parse('maple'),
    name,
    environment: 'test',
    settings: {
      ...(list ? { listUrl: sandbox.listUrl ?? '' } : {}),
      getUrl: sandbox.getUrl,
      ownIdField: 'id',
      crossReferenceField: reference,
      authHeaderName: 'x-api-key',
      facilityIds: facility,
      pageCap: 1000,
      localTestServer: true,
    },
    secrets: { authHeaderValue: 'canary-key-for-tests' },
  })
}

/** Starts both systems with `count` equal shifts (40 in pages of 10 unless told) and pairs them. */
export async function startTwoSystems({
  count = 40,
  pageSize = 10,
  leftList = true,
  now = Date.now(),
  delayMs = 0,
  clock = systemClock,
  startCache = inProcessCache,
  keys,
}: TwoSystemsInput = {}): Promise<TwoSystems> {
  const shifts = Array.from({ length: count }, (_, n) => shiftAt(n, now))
  const auth = { header: 'x-api-key', value: 'canary-key-for-tests' }
  const left = await startSandbox({
    shifts: shifts.map((one) => one.left),
    auth,
    pageSize,
    delayMs,
    shape: { ownId: 'id', otherId: 'attributes.externalShiftId' },
  })
  const right = await startSandbox({ shifts: shifts.map((one) => one.right), auth, pageSize, delayMs })
  const { unlock, ...place } = keys ?? { unlock: { kind: 'key-file' } }
  const test = await startTestApp({ clock, startCache, ...place })
  await test.client.workspace.create({ operator: 'Ada Invented', unlock })
  const [l, r] = [
    await connect(test, 'Maple', {
      sandbox: left,
      list: leftList,
      reference: 'attributes.externalShiftId',
      facility: 'house-1',
    }),
    await connect(test, 'Northgate', {
      sandbox: right,
      list: true,
      reference: 'attributes.mapleShiftId',
      facility: 'H1',
    }),
  ]
  const facility = await test.client.facilities.save({ name: 'Invented House', zone: ZoneId.parse('Europe/London') })
  const pairing = await test.client.pairings.save({
    facilityId: facility.id,
    recipeId: 'shifts',
    left: { connectionId: l.id, scope: ScopeKey.parse('house-1') },
    right: { connectionId: r.id, scope: ScopeKey.parse('H1') },
    // By hand only: a test that crosses a full hour must not find a sync it did not start.
    policy: { ...defaultPolicy, schedule: null },
  })
  return {
    test,
    left,
    right,
    pairingId: pairing.id,
    facilityId: facility.id,
    sync: () => test.sync(pairing.id),
    async state() {
      const [state] = await test.client.pairings.list({})
      if (!state) throw new Error('the pairing is gone')
      return state
    },
    async shown() {
      const { rows } = await test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 500 })
      return rows.map((row) =>
        [row.kind, row.reason, row.leftKey ?? row.rightKey, ...row.differences.map((one) => one.field)]
          .filter(Boolean)
          .join(' '),
      )
    },
    async close() {
      await test.close()
      await left.close()
      await right.close()
    },
  }
}

/** The shift with this number on a side, to edit and put back. */
export function shiftOf(sandbox: MapleSandbox, ownId: string): SandboxShift {
  const shift = sandbox.all().find((one) => one.ownId === ownId)
  if (!shift) throw new Error(`no shift ${ownId}`)
  return shift
}
