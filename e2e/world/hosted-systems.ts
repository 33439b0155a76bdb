import { ConnectorId, type PairingId, ScopeKey } from '#contract/ids'
import { defaultPolicy } from '#contract/pairings'
import type { CoreClient } from '#contract/procedures'
import { fromMs, ZoneId } from '#contract/time'
import {
  type MapleSandbox,
  type MapleSandboxOptions,
  type SandboxShift,
  startSandbox,
} from '../../src-main/connectors/maple/sandbox.ts'

/** Two invented systems as servers of the spec's own, and how a connection reaches them. */
export type LoopbackSystems = {
  left: MapleSandbox
  right: MapleSandbox
  auth: { header: string; value: string }
  /** Waits before each answer of both systems from now on. */
  slowDown(ms: number): void
  close(): Promise<void>
}

export const systemNames = { left: 'Maple', right: 'Northgate rota' } as const
export const facilityIds = { left: 'house-1', right: 'H1' } as const
export const facilityName = 'Invented House'
export const plantedLabel = 'Early, moved to ward 2'

const hour = 3_600_000
const people = ['Quilla Demonstrator', 'Bodo Fixture', 'Tansy Placeholder', 'Orrin Testwell', 'Petra Specimen']

/** Shift `n` of `count` as both systems have it: two a day around now, each with an invented worker. */
function shiftAt(n: number, count: number): { left: SandboxShift; right: SandboxShift } {
  const start = (Math.floor(Date.now() / hour) + (n - count / 4) * 12) * hour
  const [firstName = '', lastName = ''] = (people[n % people.length] ?? '').split(' ')
  const common = {
    start: fromMs(start),
    end: fromMs(start + 8 * hour),
    label: `Shift ${n}`,
    requirements: 'RN',
    worker: { id: `w-${n % people.length}`, firstName, lastName },
    version: '1',
  }
  return {
    left: { ...common, ownId: `maple-${n}`, otherId: `rota-${n}`, facility: facilityIds.left },
    right: { ...common, ownId: `rota-${n}`, otherId: `maple-${n}`, facility: facilityIds.right },
  }
}

/** Starts both systems with 40 equal shifts in pages of 10, but for one label that differs (shift 12). */
export async function startLoopbackSystems(): Promise<LoopbackSystems> {
  const count = 40
  const shifts = Array.from({ length: count }, (_, n) => shiftAt(n, count))
  const auth = { header: 'x-api-key', value: 'canary-key-of-the-specs' }
  const shared: MapleSandboxOptions = { auth, pageSize: 10 }
  // The server reads its options at each answer.
  const leftOptions: MapleSandboxOptions = {
    ...shared,
    shifts: shifts.map(({ left }, n) => (n === 12 ? { ...left, label: plantedLabel } : left)),
    shape: { ownId: 'id', otherId: 'attributes.externalShiftId' },
  }
  const rightOptions: MapleSandboxOptions = { ...shared, shifts: shifts.map(({ right }) => right) }
  const [left, right] = await Promise.all([startSandbox(leftOptions), startSandbox(rightOptions)])
  return {
    left,
    right,
    auth,
    slowDown(ms) {
      leftOptions.delayMs = ms
      rightOptions.delayMs = ms
    },
    async close() {
      await Promise.all([left.close(), right.close()])
    },
  }
}

/** Sets a new workspace up through the contract, as the first-start spec does on the page: both systems paired. */
export async function pairSystems(client: CoreClient, { left, right, auth }: LoopbackSystems): Promise<void> {
  await client.workspace.create({ operator: 'Ada Invented', unlock: { kind: 'key-file' } })
  const connect = (side: 'left' | 'right', sandbox: MapleSandbox, crossReferenceField: string) =>
    client.connections.save({
      connectorId: ConnectorId.parse('maple'),
      name: systemNames[side],
      environment: 'test',
      settings: {
        listUrl: sandbox.listUrl ?? '',
        getUrl: sandbox.getUrl,
        ownIdField: 'id',
        crossReferenceField,
        authHeaderName: auth.header,
        facilityIds: facilityIds[side],
        localTestServer: true,
      },
      secrets: { authHeaderValue: auth.value },
    })
  const l = await connect('left', left, 'attributes.externalShiftId')
  const r = await connect('right', right, 'attributes.mapleShiftId')
  const facility = await client.facilities.save({ name: facilityName, zone: ZoneId.parse('Europe/London') })
  const pairing = await client.pairings.save({
    facilityId: facility.id,
    recipeId: 'shifts',
    left: { connectionId: l.id, scope: ScopeKey.parse(facilityIds.left) },
    right: { connectionId: r.id, scope: ScopeKey.parse(facilityIds.right) },
    // By hand only: a test that crosses a full hour must not find a sync it did not start.
    policy: { ...defaultPolicy, schedule: null },
  })
  await syncOnce(client, pairing.id)
}

async function syncOnce(client: CoreClient, pairingId: PairingId): Promise<void> {
  const { id: runId } = await client.runs.sync({ pairingId })
  for await (const run of await client.runs.follow({ runId })) if (run.state === 'failed') throw new Error(run.tell)
}

/** Syncs every pairing of the workspace and waits for the end. */
export async function syncAgain(client: CoreClient): Promise<void> {
  for (const { pairing } of await client.pairings.list({})) await syncOnce(client, pairing.id)
}
