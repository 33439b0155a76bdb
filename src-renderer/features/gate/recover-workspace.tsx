import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import type { UnlockWay, WorkspaceInfo } from '#contract/workspace'
import { useRecover, workspaceQueries } from '../../queries/workspace.ts'
import { sendOnCtrlEnter } from '../../ui/send-on-ctrl-enter.ts'
import { ErrorBox, Loading } from '../../ui/states.tsx'
import { firstProblem } from './first-problem.ts'
import classes from './gate.module.css'
import { GateCard } from './gate-card.tsx'
import { phraseLength, type RecoverValues, recoverInput, recoverProblems, typedWords } from './recover-shape.ts'
import { UnlockChoice } from './unlock-choice.tsx'
import { firstUnlock } from './unlock-shape.ts'

type RecoverProps = { onBack: () => void; onRecovered: (info: WorkspaceInfo) => void }

/** Opens a workspace whose keys are lost: what that costs, the twelve words, and how it opens from then on. */
export function RecoverWorkspaceGate({ onBack, onRecovered }: RecoverProps) {
  const ways = useQuery(workspaceQueries.ways())
  return (
    <GateCard title="Open with the recovery phrase">
      <p className={classes.plain}>
        <b>Stays:</b> facilities, pairings, what people decided, notes, follow-ups, and who did what and when.
      </p>
      <p className={classes.text}>
        <b>Is lost:</b> the keys and passwords of the connections, to be entered again, and everything that was read
        from the two systems with its history: the next sync reads it anew.
      </p>
      {ways.data && <RecoverForm {...{ ways: ways.data, onBack, onRecovered }} />}
      {ways.isPending && <Loading waitingFor="the ways of unlocking" />}
      {ways.isError && !ways.data && <ErrorBox error={ways.error} onRetry={() => void ways.refetch()} />}
    </GateCard>
  )
}

type FormProps = RecoverProps & { ways: readonly UnlockWay[] }

function RecoverForm({ ways, onBack, onRecovered }: FormProps) {
  const recover = useRecover()
  const form = useForm<RecoverValues>({
    initialValues: { phrase: '', ...firstUnlock(ways) },
    validate: recoverProblems,
  })
  const count = typedWords(form.values.phrase).length
  return (
    <form
      onSubmit={form.onSubmit((values) => recover.call(recoverInput(values), onRecovered), firstProblem(form))}
      noValidate
    >
      <Stack gap="md">
        <Textarea
          label="Recovery phrase"
          description={`The ${phraseLength} words in their order; ${count} entered.`}
          required
          autoFocus
          autosize
          minRows={3}
          maxLength={300}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onKeyDown={sendOnCtrlEnter}
          {...form.getInputProps('phrase')}
        />
        <UnlockChoice
          label="How to unlock it from now on"
          ways={ways}
          unlock={form.values.unlock}
          field={form.getInputProps}
        />
        {recover.error ? <ErrorBox error={recover.error} what="The workspace stays closed" /> : null}
        <Group gap="sm">
          <Button type="submit" size="sm" loading={recover.isPending}>
            Open the workspace
          </Button>
          <Button size="sm" variant="default" disabled={recover.isPending} onClick={onBack}>
            Back
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
