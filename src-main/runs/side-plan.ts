import { createHash } from 'node:crypto'
import type { Connection, SecretValues } from '#contract/connections'
import { AppError } from '#contract/errors'
import type { RecordKey, ScopeKey, SideName } from '#contract/ids'
import { PairKey } from '#contract/ids'
import type { Facility, Pairing } from '#contract/pairings'
import { recipes } from '#contract/recipes'
import type { ScheduleRecord } from '#contract/records'
import type { Connector, OpenContext, Reads, Session } from '../connectors/kit/connector.ts'
import { findConnector } from '../connectors/registry.ts'

/** All a run needs to read one side: opened lazily, so that a side with wrong settings fails as that side. */
export type SidePlan = {
  side: SideName
  /** The system's own name: the connection's. */
  system: string
  connector: Connector
  scope: ScopeKey
  reads: Reads
  readBy: 'list' | 'keys'
  /** Everything that shapes records; a change of it starts a new epoch of the side. */
  epoch: string
  open(signal: AbortSignal): Session
  /** The key both sides share, as the recipe defines it. */
  pairKeyOf(record: Pick<ScheduleRecord, 'key'> & { reference: RecordKey | null }): PairKey | null
}

type SidePlanInput = {
  side: SideName
  pairing: Pairing
  facility: Facility
  connection: Connection
  secrets: () => SecretValues
  context: Omit<OpenContext, 'settings' | 'secrets' | 'signal'>
}

/** The connector of a stored connection. Throws AppError where this build does not have it. */
export function connectorOf(connection: Pick<Connection, 'connectorId' | 'name'>): Connector {
  const connector = findConnector(connection.connectorId)
  if (connector) return connector
  throw new AppError('not-available-here', {
    blame: 'settings',
    tell: `This version of Plumbline has no connector for "${connection.name}". Update Plumbline, or remove the connection.`,
  })
}

/** What a side's present set-up makes its epoch. Throws AppError where this build does not have its connector. */
export function epochOf({
  side,
  pairing,
  facility,
  connection,
}: Pick<SidePlanInput, 'side' | 'pairing' | 'facility' | 'connection'>): string {
  const connector = connectorOf(connection)
  const shaping = connector.settings
    .filter((field) => field.shapesRecords && !field.secret)
    .map((field) => [field.key, connection.settings[field.key] ?? null])
  const parts = [
    connector.id,
    connector.version,
    connection.id,
    connection.environment,
    pairing[side].scope,
    facility.zone,
    pairing.recipeId,
    shaping,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

/** How one side of a pairing will be read. Throws AppError where the connection cannot read this kind of record. */
export function planSide(input: SidePlanInput): SidePlan {
  const { side, pairing, connection } = input
  const connector = connectorOf(connection)
  const recipe = recipes[pairing.recipeId]
  const reads = connector.reads(connection.settings)[recipe.kind]
  if (!reads || !(reads.list || reads.get)) {
    throw new AppError('bad-input', {
      blame: 'settings',
      tell: `"${connection.name}" cannot be read: neither a list nor a single record address is set. Complete it in Connections.`,
    })
  }
  return {
    side,
    system: connection.name,
    connector,
    scope: pairing[side].scope,
    reads,
    readBy: reads.list ? 'list' : 'keys',
    epoch: epochOf(input),
    open: (signal) =>
      connector.open({ ...input.context, settings: connection.settings, secrets: input.secrets(), signal }),
    pairKeyOf: ({ key, reference }) => {
      if (side === recipe.pairKeyFrom) return PairKey.parse(key)
      return reference === null ? null : PairKey.parse(reference)
    },
  }
}
