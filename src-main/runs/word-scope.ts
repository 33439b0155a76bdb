import type { Pairing } from '#contract/pairings'
import { findConnector } from '../connectors/registry.ts'
import { loadConnection } from '../storage/connection-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { WordScope } from '../storage/match-decision-store.ts'

/**
 * Whose words count for a pairing as it is set up now: a record key means something only within its connection and
 * environment, what is read of it, and the settings that say which value is a record's own id. Throws AppError
 * `not-found`.
 */
export function wordScopeOf(ledger: ReadDb, pairing: Pairing): WordScope {
  const sides = [pairing.left, pairing.right].map(({ connectionId, scope }) => {
    const { connectorId, environment, settings } = loadConnection(ledger, connectionId)
    const naming = (findConnector(connectorId)?.settings ?? []).filter((field) => field.namesRecords)
    return [connectionId, environment, scope, naming.map(({ key, initial }) => [key, settings[key] ?? initial ?? null])]
  })
  return { pairingId: pairing.id, keyScope: JSON.stringify(sides) }
}
