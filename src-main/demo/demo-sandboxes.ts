import { randomBytes } from 'node:crypto'
import type { SecretValues, SettingValues } from '#contract/connections'
import { AppError } from '#contract/errors'
import { ConnectorId } from '#contract/ids'
import type { SandboxModule } from '../connectors/kit/sandbox.ts'
import type { MapleSandbox, MapleSandboxOptions } from '../connectors/maple/sandbox.ts'
import { loadSandbox } from '../connectors/registry.ts'
import type { DemoShift } from './agreed-schedule.ts'
import type { World } from './world.ts'

/** The connector that both demo systems speak. */
export const demoConnector = ConnectorId.parse('maple')

/** A running demo system and what a connection needs to reach it. */
export type DemoSystem = { sandbox: MapleSandbox; settings: SettingValues; secrets: SecretValues }

export type DemoSandboxes = {
  maple: DemoSystem
  partner: DemoSystem
  /** Replaces everything both systems hold by this world. */
  plant(world: World): void
  close(): Promise<void>
}

type SystemInput = {
  module: SandboxModule<MapleSandboxOptions, MapleSandbox>
  shifts: readonly DemoShift[]
  header: string
  crossReference: 'attributes.mapleShiftId' | 'attributes.externalShiftId'
  scopes: readonly string[]
  delayMs: number
}

async function startSystem({
  module,
  shifts,
  header,
  crossReference,
  scopes,
  delayMs,
}: SystemInput): Promise<DemoSystem> {
  const key = randomBytes(24).toString('base64url')
  const sandbox = await module.startSandbox({
    shifts,
    auth: { header, value: key },
    shape: { ownId: 'id', otherId: crossReference },
    delayMs,
  })
  return {
    sandbox,
    settings: {
      ...(sandbox.listUrl === null ? {} : { listUrl: sandbox.listUrl }),
      getUrl: sandbox.getUrl,
      ownIdField: 'id',
      crossReferenceField: crossReference,
      authHeaderName: header,
      facilityIds: scopes.join('\n'),
      localTestServer: true,
    },
    secrets: { authHeaderValue: key },
  }
}

/**
 * Starts the demo's two systems as servers on 127.0.0.1, each on a free port and with a key made for this start.
 * `delayMs` is waited before each answer, so that a person sees a sync move. Throws AppError where the build has no
 * sandbox for them.
 */
export async function startDemoSandboxes({
  world,
  delayMs = 0,
}: {
  world: World
  delayMs?: number
}): Promise<DemoSandboxes> {
  const module = (await loadSandbox(demoConnector)) as SandboxModule<MapleSandboxOptions, MapleSandbox> | null
  if (module === null) {
    throw new AppError('bug', {
      blame: 'bug',
      tell: 'The demo cannot start: this build of Plumbline lacks the practice systems it needs. Install Plumbline again.',
      log: 'no sandbox for the demo connector',
    })
  }
  const maple = await startSystem({
    module,
    shifts: world.maple,
    header: 'x-api-key',
    crossReference: 'attributes.externalShiftId',
    scopes: world.facilities.map(({ mapleScope }) => mapleScope),
    delayMs,
  })
  try {
    const partner = await startSystem({
      module,
      shifts: world.partner,
      header: 'x-rota-key',
      crossReference: 'attributes.mapleShiftId',
      scopes: world.facilities.map(({ partnerScope }) => partnerScope),
      delayMs,
    })
    const refill = ({ sandbox }: DemoSystem, shifts: readonly DemoShift[]): void => {
      sandbox.clear()
      for (const shift of shifts) sandbox.put(shift)
    }
    return {
      maple,
      partner,
      plant: (next) => {
        refill(maple, next.maple)
        refill(partner, next.partner)
      },
      close: async () => {
        await Promise.all([maple.sandbox.close(), partner.sandbox.close()])
      },
    }
  } catch (thrown) {
    await maple.sandbox.close()
    throw thrown
  }
}
