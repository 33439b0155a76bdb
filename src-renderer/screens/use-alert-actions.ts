import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { SystemAlert } from '#contract/alerts'
import type { FacilityId, SystemAlertId } from '#contract/ids'
import { countOf } from '../format/count.ts'
import { errorOf, undecidedWords } from '../format/error-words.ts'
import {
  type Acknowledged,
  type AlertRef,
  countOfAlerts,
  useAcknowledge,
  useAcknowledgeSystem,
} from '../queries/alerts.ts'

const refKey = ({ pairingId, fingerprint }: AlertRef): string => `${pairingId} ${fingerprint}`

const acknowledgedWords = (count: number): string =>
  count === 0
    ? 'Nothing was left to acknowledge: they are over, accepted or acknowledged already.'
    : `${countOf(count, 'alert')} acknowledged: quiet until a value moves.`

/** All of a list are acknowledged as one; picked ones may take several calls, of which some may have gone through. */
const failedWords = (what: Acknowledged): string => {
  if (countOfAlerts(what) === 1) return 'The alert was not acknowledged'
  return 'seen' in what ? 'The alerts were not acknowledged' : 'Not all alerts were acknowledged'
}

const failed = (title: string) => (error: unknown) =>
  notifications.show({
    title: undecidedWords(error, title),
    message: errorOf(error).tell,
    color: 'red',
    autoClose: 12_000,
  })

export type AlertActions = {
  picked: readonly AlertRef[]
  busy: boolean
  busySystem: SystemAlertId | null
  isPicked(alert: AlertRef): boolean
  toggle(alert: AlertRef): void
  pick(alerts: readonly AlertRef[]): void
  clear(): void
  acknowledge(what: Acknowledged, onDone: () => void): void
  acknowledgeSystem(system: SystemAlert): void
}

type Picked = { facility: FacilityId | undefined; refs: ReadonlyMap<string, AlertRef> }

/** Which alerts are selected, and what is done with them; another facility begins with none. */
export function useAlertActions(facility: FacilityId | undefined): AlertActions {
  const acknowledge = useAcknowledge()
  const acknowledgeSystem = useAcknowledgeSystem()
  const [kept, setKept] = useState<Picked>({ facility, refs: new Map() })
  const refs = kept.facility === facility ? kept.refs : new Map<string, AlertRef>()
  const set = (next: readonly AlertRef[]): void =>
    setKept({
      facility,
      refs: new Map(
        next.map(({ pairingId, fingerprint }) => [refKey({ pairingId, fingerprint }), { pairingId, fingerprint }]),
      ),
    })
  const picked = [...refs.values()]
  const isPicked = (alert: AlertRef): boolean => refs.has(refKey(alert))
  return {
    picked,
    isPicked,
    busy: acknowledge.isPending,
    busySystem: acknowledgeSystem.isPending ? (acknowledgeSystem.variables ?? null) : null,
    toggle: (alert) =>
      set(isPicked(alert) ? picked.filter((one) => refKey(one) !== refKey(alert)) : [...picked, alert]),
    pick: (alerts) => set([...picked, ...alerts]),
    clear: () => set([]),
    acknowledge: (what, onDone) =>
      acknowledge.mutate(what, {
        onSuccess: (count) => {
          const done = 'refs' in what ? new Set(what.refs.map(refKey)) : null
          set(done ? picked.filter((one) => !done.has(refKey(one))) : [])
          notifications.show({ message: acknowledgedWords(count), autoClose: 4000 })
          onDone()
        },
        onError: failed(failedWords(what)),
      }),
    acknowledgeSystem: (system) =>
      acknowledgeSystem.mutate(system.id, {
        onSuccess: () =>
          notifications.show({
            message: `${system.facility}, ${system.system}: acknowledged. It speaks up again when it is over and happens anew.`,
            autoClose: 5000,
          }),
        onError: failed('It was not acknowledged'),
      }),
  }
}
