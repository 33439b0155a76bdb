import type { Connection, ConnectionDraft } from '#contract/connections'
import { AppError } from '#contract/errors'
import type { ConnectionId, FacilityId, PairingId } from '#contract/ids'
import { ScopeKey } from '#contract/ids'
import { defaultPolicy } from '#contract/pairings'
import type { LocalDate } from '#contract/time'
import type { Clock } from '../platform/clock.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import type { Act } from '../storage/audit-store.ts'
import { listConnections, saveConnection } from '../storage/connection-store.ts'
import type { WriteDb } from '../storage/database.ts'
import { listFacilities, saveFacility } from '../storage/facility-store.ts'
import { currentOperator, saveOperator } from '../storage/operator-store.ts'
import { listPairings, removePairing, savePairing } from '../storage/pairing-store.ts'
import type { DemoFacility } from './cast.ts'
import { type DemoRecord, readDemoRecord, writeDemoRecord } from './demo-record.ts'
import { type DemoSandboxes, type DemoSystem, demoConnector } from './demo-sandboxes.ts'
import { makeWorld, type World } from './world.ts'

type DemoInput = { ledger: WriteDb; secretBox: SecretBox; sandboxes: DemoSandboxes; clock: Clock }

const connectionNames = { maple: 'Maple', partner: 'Rotaboard' } as const

/** Rows that an earlier start made and that a person has not removed since. */
type Standing = { connections: readonly ConnectionId[]; facilities: readonly FacilityId[] }

/** Writes connections, facilities and pairings as the demo has them, over those standing, and remembers the world. */
function writeRows({ ledger, secretBox, sandboxes }: DemoInput, world: World, act: Act, old: DemoRecord | null): void {
  const standing: Standing = {
    connections: listConnections(ledger).map(({ id }) => id),
    facilities: listFacilities(ledger).map(({ id }) => id),
  }
  const connect = (which: 'maple' | 'partner'): ConnectionId => {
    const id = old?.connections[which]
    const { settings, secrets } = sandboxes[which]
    const draft: ConnectionDraft = {
      ...(id && standing.connections.includes(id) ? { id } : {}),
      connectorId: demoConnector,
      name: connectionNames[which],
      environment: 'test',
      settings,
      secrets,
    }
    return saveConnection(ledger, { draft, seal: secretBox.seal, ...act }).id
  }
  const place = ({ letter, name, zone }: DemoFacility): FacilityId => {
    const id = old?.facilities[letter]
    const draft = { ...(id && standing.facilities.includes(id) ? { id } : {}), name, zone }
    return saveFacility(ledger, { draft, ...act }).id
  }
  const connections = { maple: connect('maple'), partner: connect('partner') }
  const facilities: Partial<DemoRecord['facilities']> = {}
  for (const facility of world.facilities) {
    const facilityId = place(facility)
    facilities[facility.letter] = facilityId
    const draft = {
      facilityId,
      recipeId: 'shifts' as const,
      left: { connectionId: connections.maple, scope: ScopeKey.parse(facility.mapleScope) },
      right: { connectionId: connections.partner, scope: ScopeKey.parse(facility.partnerScope) },
      // The demo syncs once by itself and then stays as it is, so that a person can read it in peace.
      policy: { ...defaultPolicy, schedule: null },
    }
    savePairing(ledger, { draft, ...act })
  }
  const { a, b } = facilities
  if (!a || !b) throw new Error('the demo world has two facilities')
  writeDemoRecord(ledger, { seed: world.seed, day: world.day, connections, facilities: { a, b } })
}

/**
 * Fills an empty workspace with the demo through the ordinary stores: operator, two test connections to the running
 * sandboxes, both facilities with a pairing each, and the world's seed and day. One transaction.
 */
export function seedDemo({ world, ...input }: DemoInput & { world: World }): void {
  const at = input.clock.now()
  input.ledger.transaction(() => {
    const operator = currentOperator(input.ledger) ?? saveOperator(input.ledger, { name: 'Demo operator', at })
    writeRows(input, world, { at, by: operator.id }, null)
  })
}

/** The stored connection's draft with the addresses of this start; all else stays as a person may have changed it. */
function moved({ id, connectorId, name, environment, settings }: Connection, system: DemoSystem): ConnectionDraft {
  const { listUrl, getUrl } = system.settings
  return {
    id,
    connectorId,
    name,
    environment,
    settings: {
      ...settings,
      // A list URL that was taken out (to see how a side is read by keys) stays out.
      ...(settings['listUrl'] !== undefined && listUrl !== undefined ? { listUrl } : {}),
      ...(getUrl === undefined ? {} : { getUrl }),
    },
    secrets: system.secrets,
  }
}

/**
 * Points the demo's connections at the sandboxes of this start: only addresses and keys change, so both sides keep
 * their history. A connection that a person removed stays removed. One transaction.
 */
export function reconnectDemo({ ledger, secretBox, sandboxes, clock }: DemoInput): void {
  const record = readDemoRecord(ledger)
  if (record === null) return
  const act: Act = { at: clock.now(), by: null }
  ledger.transaction(() => {
    for (const connection of listConnections(ledger)) {
      const which = (['maple', 'partner'] as const).find((name) => record.connections[name] === connection.id)
      if (which === undefined) continue
      saveConnection(ledger, { draft: moved(connection, sandboxes[which]), seal: secretBox.seal, ...act })
    }
  })
}

type ResetInput = DemoInput & { seed: number; day: LocalDate }

export type Reset = { world: World; gone: PairingId[] }

/**
 * Throws the demo's world away and plants a new one around `day`: connections and facilities are put back as they were
 * made, and each pairing that touches them is replaced by a new one, so that nothing read from the old world is held
 * against the new. Returns the new world and the pairings that are gone, whose cached history nobody needs. Throws AppError `not-available-here` where this workspace is no demo.
 */
export function resetDemo({ seed, day, ...input }: ResetInput): Reset {
  const { ledger, sandboxes, clock } = input
  const old = readDemoRecord(ledger)
  if (old === null) {
    throw new AppError('not-available-here', {
      blame: 'settings',
      tell: 'This is your own workspace, not the demo, so there is no demo to reset. Nothing was changed.',
    })
  }
  const world = makeWorld({ seed, day })
  const act: Act = { at: clock.now(), by: currentOperator(ledger)?.id ?? null }
  const ours = new Set<string>([...Object.values(old.connections), ...Object.values(old.facilities)])
  const gone = listPairings(ledger).filter(({ facilityId, left, right }) =>
    [facilityId, left.connectionId, right.connectionId].some((id) => ours.has(id)),
  )
  ledger.transaction(() => {
    for (const { id } of gone) removePairing(ledger, { id, ...act })
    writeRows(input, world, act, old)
  })
  sandboxes.plant(world)
  return { world, gone: gone.map(({ id }) => id) }
}
