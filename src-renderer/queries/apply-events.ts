import type { QueryClient } from '@tanstack/react-query'
import { assertNever } from '#contract/assert-never'
import type { ChangeEvent } from '#contract/workspace'
import { core } from '../link/core.ts'
import { hostState, onHostState } from '../link/host-state.ts'
import { alertQueries } from './alerts.ts'
import { calendarQueries } from './calendar.ts'
import { compareQueries } from './compares.ts'
import { connectionQueries } from './connections.ts'
import { deskQueries } from './desk-work.ts'
import { discrepancyQueries } from './discrepancies.ts'
import { facilityQueries, pairingQueries } from './facilities.ts'
import { matchQueries } from './matches.ts'
import { overviewQueries } from './overview.ts'
import { retentionQueries } from './retention.ts'
import { runQueries } from './runs.ts'
import { workspaceQueries } from './workspace.ts'

/** What has to be asked again when the core says that a topic changed. */
export function keysOf(topic: ChangeEvent['topic']): readonly (readonly string[])[] {
  switch (topic) {
    case 'workspace':
      return [
        workspaceQueries.all,
        connectionQueries.all,
        facilityQueries.all,
        pairingQueries.all,
        runQueries.all,
        discrepancyQueries.all,
        alertQueries.all,
        matchQueries.all,
        calendarQueries.all,
        compareQueries.all,
        deskQueries.all,
        overviewQueries.all,
        retentionQueries.all,
        ['scopes'],
      ]
    case 'connections':
      return [
        connectionQueries.all,
        pairingQueries.all,
        ['scopes'],
        discrepancyQueries.all,
        alertQueries.all,
        calendarQueries.all,
        overviewQueries.all,
      ]
    case 'facilities':
      return [
        facilityQueries.all,
        pairingQueries.all,
        discrepancyQueries.all,
        alertQueries.all,
        calendarQueries.all,
        overviewQueries.all,
        deskQueries.all,
      ]
    case 'pairings':
      // How a side stands is told as its pairing: a failed or late read is an alert.
      return [pairingQueries.all, alertQueries.all, overviewQueries.all]
    case 'runs':
      return [runQueries.all, overviewQueries.all]
    case 'discrepancies':
      return [
        discrepancyQueries.all,
        pairingQueries.all,
        alertQueries.all,
        matchQueries.all,
        calendarQueries.all,
        compareQueries.all,
        overviewQueries.all,
        // Kept filters are counted, and a purge takes discrepancies away.
        deskQueries.all,
        retentionQueries.all,
      ]
    case 'desk':
      // Who decides is told with the workspace; a note or an assignment stands on a row and in its detail.
      return [deskQueries.all, overviewQueries.all, retentionQueries.all, discrepancyQueries.all, workspaceQueries.all]
    default:
      return assertNever(topic)
  }
}

/**
 * Listens to the core's feed for as long as the page lives and asks again for what changed; the only place that does.
 * Each feed begins with an event that has everything asked again, since those before it were missed. Returns a stop function.
 */
export function applyEvents(client: QueryClient): () => void {
  const stop = new AbortController()
  const opened = async (): Promise<void> => {
    while (!stop.signal.aborted && hostState() !== 'open') {
      const { promise, resolve } = Promise.withResolvers<void>()
      const off = onHostState(resolve)
      stop.signal.addEventListener('abort', () => resolve(), { once: true })
      await promise
      off()
    }
  }
  const listen = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await opened()
      try {
        const events = await core().workspace.changes({}, { signal: stop.signal })
        for await (const event of events) {
          for (const queryKey of keysOf(event.topic)) void client.invalidateQueries({ queryKey })
        }
      } catch {
        // The link tells the page that the core is gone; this loop only has to come back when it does.
      }
      if (!stop.signal.aborted) await pause(1000, stop.signal)
    }
  }
  void listen()
  return () => stop.abort()
}

/** Keeps a feed that ends at once from being asked for in a tight loop. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(timer)
      resolve()
    },
    { once: true },
  )
  return promise
}
