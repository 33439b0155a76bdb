import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { AlertSelection, AlertsSeen, SystemAlert } from '#contract/alerts'
import type { SeenDiscrepancy } from '#contract/discrepancies'
import type { FacilityId, PairingId } from '#contract/ids'
import { core } from '../link/core.ts'
import { discrepancyQueries } from './discrepancies.ts'
import { lookAgainMs, useWindowedList } from './windowed-list.ts'

/** A side goes stale and a schedule is missed without any event that says so: it is asked for again. */
export const alertQueries = {
  all: ['alerts'] as const,
  counts: (facilityId?: FacilityId) =>
    queryOptions({
      queryKey: ['alerts', 'counts', facilityId ?? 'all'],
      queryFn: ({ signal }) => core().alerts.counts(facilityId === undefined ? {} : { facilityId }, { signal }),
      refetchInterval: lookAgainMs,
    }),
  /** The systems that are not known well enough, acknowledged ones too. */
  systems: () =>
    queryOptions({
      queryKey: ['alerts', 'systems'],
      queryFn: async ({ signal }) => (await core().alerts.list({ offset: 0, limit: 1 }, { signal })).systems,
      refetchInterval: lookAgainMs,
    }),
}

/** The alerts of a facility, or of all, with the windows that hold the rows `first` to `last` loaded. */
export const useAlertList = (facilityId: FacilityId | undefined, range: { first: number; last: number }) =>
  useWindowedList({
    key: ['alerts', 'window', facilityId ?? 'all'],
    read: (page, signal) =>
      core().alerts.list({ ...(facilityId === undefined ? {} : { facilityId }), ...page }, { signal }),
    lookAgainMs,
    ...range,
  })

function useSeen<Input, Output>(call: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: call,
    // Where one of several pairings refused, the others are acknowledged: both are shown as they are.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: alertQueries.all }),
        client.invalidateQueries({ queryKey: discrepancyQueries.all }),
      ]),
  })
}

/** An alert as it was seen when a person picked it. */
export type AlertRef = SeenDiscrepancy & { pairingId: PairingId }

/** The most named ones that one call takes. */
const namedAtOnce = 500

/** What is acknowledged: alerts picked one by one, or all that a list of `total` held. */
export type Acknowledged = { refs: readonly AlertRef[] } | { seen: AlertsSeen; total: number }

/** How many there were to be acknowledged. */
export const countOfAlerts = (what: Acknowledged): number => ('refs' in what ? what.refs.length : what.total)

/** How many still were alerts, and how many of those picked had changed since and were left alone. */
export type AcknowledgeAnswer = { acknowledged: number; changed: number }

/** Acknowledges them, all of a list with one call however long it is. */
export async function acknowledge(what: Acknowledged): Promise<AcknowledgeAnswer> {
  const send = (of: AlertSelection): Promise<AcknowledgeAnswer> => core().alerts.acknowledge({ of })
  if ('seen' in what) return send({ by: 'listed', seen: what.seen })
  const sum = { acknowledged: 0, changed: 0 }
  for (const [pairingId, refs] of Map.groupBy(what.refs, (ref) => ref.pairingId)) {
    const rows = refs.map(({ fingerprint, bornIn }) => ({ fingerprint, bornIn }))
    for (let from = 0; from < rows.length; from += namedAtOnce) {
      const some = rows.slice(from, from + namedAtOnce)
      const { acknowledged, changed } = await send({ by: 'fingerprint', pairingId, rows: some })
      sum.acknowledged += acknowledged
      sum.changed += changed
    }
  }
  return sum
}

/** Quiet until a value moves; there is no way back. */
export const useAcknowledge = () => useSeen(acknowledge)

/** Quiet until it is over and happens again. */
export const useAcknowledgeSystem = () =>
  useSeen(({ id, since }: Pick<SystemAlert, 'id' | 'since'>) => core().alerts.acknowledgeSystem({ id, since }))
