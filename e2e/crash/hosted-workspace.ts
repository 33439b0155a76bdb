import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConnectionDraft } from '#contract/connections'
import { ConnectorId, type PairingId, ScopeKey } from '#contract/ids'
import { defaultPolicy } from '#contract/pairings'
import type { CoreClient } from '#contract/procedures'
import type { Run } from '#contract/runs'
import { ZoneId } from '#contract/time'
import type { NewWorkspace } from '#contract/workspace'
import type { MapleSandbox } from '../../src-main/connectors/maple/sandbox.ts'
import { type Hosted, startHosted } from '../hosted.ts'

/** A place for one workspace of the built host: everything the program may write lies in `root`. */
export type WorkspacePlace = { root: string; folder: string; home: string; temp: string; remove(): Promise<void> }

/** Makes an empty place in the computer's folder for temporary files. */
export async function makePlace(): Promise<WorkspacePlace> {
  const root = await mkdtemp(join(tmpdir(), 'plumbline-crash-'))
  const [folder, home, temp] = [join(root, 'workspace'), join(root, 'home'), join(root, 'temp')]
  for (const made of [home, temp]) await mkdir(made)
  return { root, folder, home, temp, remove: () => rm(root, { recursive: true, force: true }) }
}

/** Starts the built host on the place's own workspace. */
export const hostOn = ({ folder, home, temp }: WorkspacePlace): Promise<Hosted> =>
  startHosted({ workspace: 'own', folder, home, env: { TMPDIR: temp, TEMP: temp, TMP: temp } })

export type SideSystem = {
  name: string
  sandbox: MapleSandbox
  reference: string
  scope: string
  secrets: Record<string, string>
}

/** A connection as a person enters it. */
export const draftOf = ({ name, sandbox, reference, scope, secrets }: SideSystem): ConnectionDraft => ({
  connectorId: ConnectorId.parse('maple'),
  name,
  environment: 'test',
  settings: {
    listUrl: sandbox.listUrl ?? '',
    getUrl: sandbox.getUrl,
    ownIdField: 'id',
    crossReferenceField: reference,
    authHeaderName: 'x-api-key',
    facilityIds: scope,
    pageCap: 1000,
    localTestServer: true,
  },
  secrets,
})

type SetUp = { left: SideSystem; right: SideSystem; unlock: NewWorkspace['unlock'] }

/** Creates the workspace and pairs two systems in it, as a person would; returns the pairing's id. */
export async function setUpPairing(client: CoreClient, { left, right, unlock }: SetUp): Promise<PairingId> {
  await client.workspace.create({ operator: 'Ada Invented', unlock })
  const l = await client.connections.save(draftOf(left))
  const r = await client.connections.save(draftOf(right))
  const facility = await client.facilities.save({ name: 'Invented House', zone: ZoneId.parse('Europe/London') })
  const pairing = await client.pairings.save({
    facilityId: facility.id,
    recipeId: 'shifts',
    left: { connectionId: l.id, scope: ScopeKey.parse(left.scope) },
    right: { connectionId: r.id, scope: ScopeKey.parse(right.scope) },
    // By hand only: a test that crosses a full hour must not find a sync it did not start.
    policy: { ...defaultPolicy, schedule: null },
  })
  return pairing.id
}

/** Syncs and waits for the end. */
export async function syncToEnd(client: CoreClient, pairingId: PairingId): Promise<Run> {
  let last = await client.runs.sync({ pairingId })
  for await (const run of await client.runs.follow({ runId: last.id })) last = run
  return last
}

/** Every open discrepancy, as the list shows it. */
export async function listAll(client: CoreClient) {
  const rows = []
  for (;;) {
    const page = await client.discrepancies.list({ filter: {}, order: 'time', offset: rows.length, limit: 500 })
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return rows
  }
}
