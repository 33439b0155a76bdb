import type { Connection, ConnectionBudget } from '#contract/connections'
import type { ConnectionId } from '#contract/ids'
import { dailyLimitOf, limitFields } from '../connectors/kit/common-settings.ts'
import { makeVendorGate, type VendorGate } from '../connectors/kit/vendor-gate.ts'
import { systemClock } from '../platform/clock.ts'
import { listConnections, loadConnection } from '../storage/connection-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { addRequests, requestsOn } from '../storage/request-count-store.ts'

const limitKeys: ReadonlySet<string> = new Set(limitFields.map(({ key }) => key))

/** The gates of this workspace: one per connection, so that all its sessions share turns, breaker and budget. */
export type VendorGates = {
  of(connection: Connection): VendorGate
  /** Of each connection that was used and still stands. */
  budgets(): ConnectionBudget[]
}

/** No gate yet; a connection gets its own when it is first used. */
export function makeVendorGates({ ledger, cache }: { ledger: ReadDb; cache: WriteDb }): VendorGates {
  const gates = new Map<ConnectionId, { shapedBy: string; gate: VendorGate }>()

  function makeGate(id: ConnectionId): VendorGate {
    return makeVendorGate({
      // The demo's pinned day is no day of any vendor.
      clock: systemClock,
      dailyLimit: () => dailyLimitOf(loadConnection(ledger, id).settings),
      count: { on: (day) => requestsOn(cache, id, day), add: (day, requests) => addRequests(cache, id, day, requests) },
    })
  }

  return {
    of({ id, environment, settings }) {
      // Another address is another system: what the old one did says nothing about it. The count stays, being stored.
      // A limit set higher is the same system, and what it asked for holds.
      const shapedBy = JSON.stringify([environment, Object.entries(settings).filter(([key]) => !limitKeys.has(key))])
      const standing = gates.get(id)
      if (standing?.shapedBy === shapedBy) return standing.gate
      const gate = makeGate(id)
      gates.set(id, { shapedBy, gate })
      return gate
    },
    budgets: () =>
      listConnections(ledger).flatMap(({ id }) => {
        const gate = gates.get(id)?.gate
        return gate ? [{ connectionId: id, ...gate.state() }] : []
      }),
  }
}
