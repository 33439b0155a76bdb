import { notifications } from '@mantine/notifications'
import type { PairingId } from '#contract/ids'
import type { PairMatch } from '#contract/matches'
import { type AskedDecision, decidedWords, decisionWords, pairWords } from '../../format/match-words.ts'
import { useDecideMatch } from '../../queries/matches.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import classes from './match-section.module.css'

/** A decision about to be made: on which pair, and which. */
export type AskedPair = AskedDecision & { pair: Pick<PairMatch, 'leftKey' | 'rightKey' | 'explanation'> }

type DecideDialogProps = {
  asked: AskedPair
  pairingId: PairingId
  systems: { left: string; right: string }
  onClose: () => void
}

/** A person's word on a pair, with what will be matched afterwards said before it is given. */
export function DecideDialog({ asked, pairingId, systems, onClose }: DecideDialogProps) {
  const decide = useDecideMatch()
  const { pair, decision } = asked
  const { leftKey, rightKey } = pair
  const words = decisionWords(asked, pair, systems)
  const submit = (reason: string): void =>
    decide.mutate(
      { pairingId, leftKey, rightKey, decision, reason },
      {
        onSuccess: ({ compared }) => {
          notifications.show({ message: decidedWords(words, compared), autoClose: 4000 })
          onClose()
        },
      },
    )
  return (
    <ReasonDialog
      title={words.title}
      label="Why"
      yes={words.yes}
      busy={decide.isPending}
      error={decide.error}
      failed="The decision did not go through"
      onYes={submit}
      onNo={onClose}
    >
      <p className={classes.pair}>
        <b>{pairWords(pair, systems)}</b>
      </p>
      <p>{words.follows}</p>
      <p className={classes.quiet}>
        What was read last is compared again, or the next sync takes it in. Nothing is written to either system.
      </p>
    </ReasonDialog>
  )
}
