import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import type { UnlockWay } from '#contract/workspace'
import { useCreateWorkspace, workspaceQueries } from '../../queries/workspace.ts'
import { ErrorBox, Loading } from '../../ui/states.tsx'
import { firstProblem } from './first-problem.ts'
import classes from './gate.module.css'
import { GateCard } from './gate-card.tsx'
import { type NewWorkspaceValues, newWorkspaceInput, newWorkspaceProblems } from './new-workspace-shape.ts'
import { UnlockChoice } from './unlock-choice.tsx'
import { firstUnlock } from './unlock-shape.ts'

/** `onCreate` is called as the creation begins: once it is through, this screen is gone. */
type NewWorkspaceProps = { folder: string; onCreate: () => void }

/** First start of a workspace: who works here, and how it is locked. */
export function NewWorkspaceGate({ folder, onCreate }: NewWorkspaceProps) {
  const ways = useQuery(workspaceQueries.ways())
  return (
    <GateCard title="Set up this workspace">
      <p className={classes.text}>
        Connections, keys and what is read from the two systems are stored encrypted in{' '}
        <span className={classes.where}>{folder}</span>. Nothing is sent anywhere else.
      </p>
      {ways.data && <NewWorkspaceForm ways={ways.data} onCreate={onCreate} />}
      {ways.isPending && <Loading waitingFor="the ways of unlocking" />}
      {ways.isError && !ways.data && <ErrorBox error={ways.error} onRetry={() => void ways.refetch()} />}
    </GateCard>
  )
}

type FormProps = { ways: readonly UnlockWay[]; onCreate: () => void }

function NewWorkspaceForm({ ways, onCreate }: FormProps) {
  const create = useCreateWorkspace()
  const form = useForm<NewWorkspaceValues>({
    initialValues: { operator: '', ...firstUnlock(ways) },
    validate: newWorkspaceProblems,
  })
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        onCreate()
        create.call(newWorkspaceInput(values))
      }, firstProblem(form))}
      noValidate
    >
      <Stack gap="md">
        <TextInput
          label="Your name"
          description="Approvals and accepted reads carry it."
          autoComplete="name"
          required
          autoFocus
          {...form.getInputProps('operator')}
        />
        <UnlockChoice label="How to unlock it" ways={ways} unlock={form.values.unlock} field={form.getInputProps} />
        {create.error ? <ErrorBox error={create.error} what="The workspace was not created" /> : null}
        <Button type="submit" size="sm" loading={create.isPending}>
          Create workspace
        </Button>
      </Stack>
    </form>
  )
}
