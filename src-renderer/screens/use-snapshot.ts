import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { PairingId } from '#contract/ids'
import { type Instant, ZoneId } from '#contract/time'
import type { TimeBarProps } from '../features/time-travel/time-bar.tsx'
import { deskZone, momentWords } from '../format/instant.ts'
import { compareQueries, comparesListed } from '../queries/compares.ts'
import { facilityQueries } from '../queries/facilities.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'

export type Snapshot = {
  /** The moment in view, for a filter; undefined is now. */
  asOf: Instant | undefined
  /** The newest compare up to it in words, `Snapshot of Thu 12 Nov 18:00 CET, read only`; null where it is now. */
  words: string | null
  /** Nothing of what is in view had been compared by then. */
  nothingYet: boolean
  /** Why nothing can be decided now: the host, or that a snapshot is in view; null where it can. */
  readOnly: string | null
  /** For the bar of the screen. */
  bar: TimeBarProps
  /** Back to now. */
  leave: () => void
}

/**
 * The moment the address names. Moments are told on the facility's clock where one is in view, else on this computer's.
 * `of` is the pairing whose compares the bar offers, where the screen shows one alone.
 */
export function useSnapshot(of?: PairingId): Snapshot {
  const { facility, as: asOf } = useSearch({ from: '__root__' })
  const navigate = useNavigate()
  const now = useNow()
  const host = useReadOnlyReason()
  const known = useQuery(facilityQueries.list()).data?.find(({ id }) => id === facility)
  const zone = known?.zone ?? ZoneId.parse(deskZone())
  const bar = {
    ...(facility === undefined ? {} : { facilityId: facility }),
    ...(of === undefined ? {} : { pairingId: of }),
  }
  const listed = useQuery({ ...compareQueries.list(bar), enabled: asOf !== undefined })
  const compares = listed.isPlaceholderData ? undefined : listed.data
  // Newest first: the first one up to that moment is what is looked at.
  const compare = asOf === undefined ? undefined : compares?.find(({ at }) => at <= asOf)
  const onPick = useCallback(
    (as: Instant | undefined) => void navigate({ to: '.', search: (old: object) => ({ ...old, as }) }),
    [navigate],
  )
  return {
    asOf,
    words: asOf === undefined ? null : `Snapshot of ${momentWords(compare?.at ?? asOf, zone, now)}, read only`,
    nothingYet:
      asOf !== undefined && compares !== undefined && compares.length < comparesListed && compare === undefined,
    readOnly: host ?? (asOf === undefined ? null : 'A snapshot is in view. Go back to now to decide.'),
    bar: { ...bar, asOf, zone, now, onPick },
    leave: useCallback(() => onPick(undefined), [onPick]),
  }
}
