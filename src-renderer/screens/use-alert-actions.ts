import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { SystemAlert } from '#contract/alerts'
import type { FacilityId, SystemAlertId } from '#contract/ids'
import { countOf, countWords } from '../format/count.ts'
import { errorOf, undecidedWords } from '../format/error-words.ts'
import {
  type AcknowledgeAnswer,
  type Acknowledged,
  type AlertRef,
  countOfAlerts,
  useAcknowledge,
  useAcknowledgeSystem,
} from '../queries/alerts.ts'

const refKey = ({ pairingId, fingerprint }: Pick<AlertRef, 'pairingId' | 'fingerprint'>): string =>
  `${pairingId} ${fingerprint}`

function acknowledgedWords({ acknowledged, changed }: AcknowledgeAnswer): string {
  const again = changed === 0 ? '' : `${countWords(changed)} changed since you saw them; look at them again.`
  if (acknowledged > 0)
    return `${countOf(acknowledged, 'alert')} acknowledged: quiet until a value moves. ${again}`.trim()
  return again || 'Nothing was left to acknowledge: they are over, accepted or acknowledged already.'
}

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
  acknowledge(what: Acknowledged, onDone: (answer: AcknowledgeAnswer) => void): void
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
        next.map(({ pairingId, fingerprint, bornIn }) => [
          refKey({ pairingId, fingerprint }),
          { pairingId, fingerprint, bornIn },
        ]),
      ),
    })
  const picked = [...refs.values()]
  const isPicked = (alert: AlertRef): boolean => refs.has(refKey(alert))
  return {
    picked,
    isPicked,
    busy: acknowledge.isPending,
    busySystem: acknowledgeSystem.isPending ? (acknowledgeSystem.variables?.id ?? null) : null,
    toggle: (alert) =>
      set(isPicked(alert) ? picked.filter((one) => refKey(one) !== refKey(alert)) : [...picked, alert]),
    pick: (alerts) => set([...picked, ...alerts]),
    clear: () => set([]),
    acknowledge: (what, onDone) =>
      acknowledge.mutate(what, {
        onSuccess: (answer) => {
          const done = 'refs' in what ? new Set(what.refs.map(refKey)) : null
          set(done ? picked.filter((one) => !done.has(refKey(one))) : [])
          const { changed } = answer
          notifications.show({ message: acknowledgedWords(answer), autoClose: changed === 0 ? 4000 : 12_000 })
          onDone(answer)
        },
        onError: failed(failedWords(what)),
      }),
    acknowledgeSystem: (system) =>
      acknowledgeSystem.mutate(system, {
        onSuccess: () =>
          notifications.show({
            message: `${system.facility}, ${system.system}: acknowledged. It speaks up again when it is over and happens anew.`,
            autoClose: 5000,
          }),
        onError: failed('It was not acknowledged'),
      }),
  }
}
