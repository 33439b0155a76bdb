import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { AlertSelection, AlertsSeen } from '#contract/alerts'
import type { FacilityId, Fingerprint, PairingId, SystemAlertId } from '#contract/ids'
import { core } from '../link/core.ts'
import { discrepancyQueries } from './discrepancies.ts'
import { lookAgainMs, useWindowedList } from './windowed-list.ts'

/** A side goes stale and a schedule is missed without any event that says so: it is asked for again. */
export const alertQueries = {
  all: ['alerts'] as const,
  counts: () =>
    queryOptions({
      queryKey: ['alerts', 'counts'],
      queryFn: ({ signal }) => core().alerts.counts({}, { signal }),
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

export type AlertRef = { pairingId: PairingId; fingerprint: Fingerprint }

/** The most named ones that one call takes. */
const namedAtOnce = 500

/** What is acknowledged: alerts picked one by one, or all that a list of `total` held. */
export type Acknowledged = { refs: readonly AlertRef[] } | { seen: AlertsSeen; total: number }

/** How many there were to be acknowledged. */
export const countOfAlerts = (what: Acknowledged): number => ('refs' in what ? what.refs.length : what.total)

/** Acknowledges them, all of a list with one call however long it is; returns how many still were alerts. */
export async function acknowledge(what: Acknowledged): Promise<number> {
  const send = async (of: AlertSelection): Promise<number> => (await core().alerts.acknowledge({ of })).acknowledged
  if ('seen' in what) return send({ by: 'listed', seen: what.seen })
  let count = 0
  for (const [pairingId, refs] of Map.groupBy(what.refs, (ref) => ref.pairingId)) {
    const fingerprints = refs.map(({ fingerprint }) => fingerprint)
    for (let from = 0; from < fingerprints.length; from += namedAtOnce) {
      const some = fingerprints.slice(from, from + namedAtOnce)
      count += await send({ by: 'fingerprint', pairingId, fingerprints: some })
    }
  }
  return count
}

/** Quiet until a value moves; there is no way back. */
export const useAcknowledge = () => useSeen(acknowledge)

/** Quiet until it is over and happens again. */
export const useAcknowledgeSystem = () => useSeen((id: SystemAlertId) => core().alerts.acknowledgeSystem({ id }))
