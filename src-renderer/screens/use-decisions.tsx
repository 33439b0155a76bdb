import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type ReactNode, useRef, useState } from 'react'
import type { DiscrepancyRow, ReopenSelection } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { AcceptDialog, type Accepted } from '../features/discrepancies/accept-dialog.tsx'
import {
  changedWords,
  type DecisionTarget,
  discrepancies,
  isMany,
  type ListedCluster,
  targetKey,
  targetOfCluster,
  targetOfRow,
} from '../features/discrepancies/accept-shape.ts'
import { errorOf, undecidedWords } from '../format/error-words.ts'
import { useReopen } from '../queries/decisions.ts'
import { Confirm } from '../ui/confirm.tsx'

const toastId = 'accepted'
const undoMs = 12_000

type UseDecisions = {
  now: Instant
  readOnly: string | null
  /** Called after a dialog or a decision, once the list shows it; `decided` is null where nothing was. */
  onDone: (decided: DecisionTarget | null) => void
}

export type Decisions = {
  /** The question that is open, to be drawn by the screen. */
  dialog: ReactNode
  /** Asks for the reason to accept a row; reopens an accepted one at once. */
  decideRow: (row: DiscrepancyRow) => void
  /** Asks before what is listed of a group is accepted, or reopened where accepted ones are listed. */
  decideGroup: (listed: ListedCluster, accepted: boolean) => void
  /** Asks before several are accepted, or reopened where accepted ones are listed. */
  decideMany: (target: DecisionTarget, accepted: boolean) => void
  /** Takes the newest acceptance back while that is offered; false where it is not. */
  undo: () => boolean
}

/** Accepting and reopening from the list and the detail, with what is said afterwards. */
export function useDecisions({ now, readOnly, onDone }: UseDecisions): Decisions {
  const [asked, setAsked] = useState<{ act: 'accept' | 'reopen'; target: DecisionTarget } | null>(null)
  /** Written about something that had changed: kept for who looks at it again. */
  const [written, setWritten] = useState<{ about: string; reason: string } | null>(null)
  const send = useReopen()
  const undoable = useRef<(() => void) | null>(null)
  const done = (decided: DecisionTarget | null): void => {
    setAsked(null)
    onDone(decided)
  }
  const reopen = (target: DecisionTarget, of: ReopenSelection = target.of): void => {
    undoable.current = null
    notifications.hide(toastId)
    send.mutate(
      { of },
      {
        onSuccess: ({ reopened }) => {
          done(target)
          const message =
            reopened === 0 ? 'Nothing of it was accepted any more.' : `${discrepancies(reopened)} reopened.`
          notifications.show({ message, autoClose: 4000 })
        },
        onError: (error) =>
          notifications.show({
            title: undecidedWords(error, 'Nothing was reopened'),
            message: errorOf(error).tell,
            color: 'red',
          }),
      },
    )
  }
  const sayAccepted = (target: DecisionTarget, { accepted, changed, stored }: Accepted): void => {
    notifications.hide(toastId)
    if (changed > 0) notifications.show({ message: changedWords(target, changed), color: 'yellow', autoClose: undoMs })
    if (stored === null) {
      if (changed === 0)
        notifications.show({
          message: `${isMany(target) ? 'None of them is open any more' : 'It is no longer open'}, so nothing was accepted.`,
          autoClose: 6000,
        })
      return
    }
    // Exactly what this act took: a group may hold what others accepted, or be gone by then.
    const undo = (): void => reopen(target, { by: 'act', ...stored })
    undoable.current = undo
    const forget = (): void => {
      if (undoable.current === undo) undoable.current = null
    }
    const message = (
      <Group justify="space-between" gap="sm">
        {discrepancies(accepted)} accepted.
        <Button variant="default" onClick={undo}>
          Undo
        </Button>
      </Group>
    )
    notifications.show({ id: toastId, autoClose: undoMs, onClose: forget, message })
  }
  const may = (): boolean => {
    if (readOnly !== null) notifications.show({ message: readOnly, color: 'yellow', autoClose: 6000 })
    return readOnly === null
  }
  return {
    dialog: asked && (
      <>
        {asked.act === 'accept' && (
          <AcceptDialog
            target={asked.target}
            now={now}
            readOnly={readOnly}
            written={written?.about === targetKey(asked.target) ? written.reason : ''}
            onAccepted={(answer, reason) => {
              sayAccepted(asked.target, answer)
              setWritten(answer.changed > 0 ? { about: targetKey(asked.target), reason } : null)
              // What has changed stays in the list, and the place with it.
              done(answer.changed > 0 ? null : asked.target)
            }}
            onClose={() => done(null)}
          />
        )}
        <Confirm
          opened={asked.act === 'reopen'}
          title={asked.target.of.by === 'cluster' ? 'Reopen the whole group?' : 'Reopen all of them?'}
          yes="Reopen all"
          no="Keep accepted"
          busy={send.isPending}
          onYes={() => reopen(asked.target)}
          onNo={() => done(null)}
        >
          {asked.target.title}: all that is accepted of them goes back to the list and the alerts. To accept it again
          needs a new reason.
        </Confirm>
      </>
    ),
    decideRow: (row) => {
      if (!may()) return
      const target = targetOfRow(row, now)
      if (row.accepted) reopen(target)
      else setAsked({ act: 'accept', target })
    },
    decideGroup: (listed, accepted) => {
      if (may()) setAsked({ act: accepted ? 'reopen' : 'accept', target: targetOfCluster(listed) })
    },
    decideMany: (target, accepted) => {
      if (may()) setAsked({ act: accepted ? 'reopen' : 'accept', target })
    },
    undo: () => {
      if (undoable.current === null || readOnly !== null) return false
      undoable.current()
      return true
    },
  }
}
