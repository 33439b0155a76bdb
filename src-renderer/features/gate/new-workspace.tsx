import { Button, PasswordInput, Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useCreateWorkspace } from '../../queries/workspace.ts'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './gate.module.css'
import { GateCard } from './gate-card.tsx'
import { type NewWorkspaceValues, newWorkspaceInput, newWorkspaceProblems } from './new-workspace-shape.ts'

const keyFileHint =
  'Nothing has to be typed at the start. A key file that only your account on this computer may read opens it: whoever can use your account can open the workspace.'
const passphraseHint =
  'Asked at every start. It is stored nowhere: without it the workspace cannot be opened by anyone.'

/** First start of a workspace: who works here, and how it is locked. */
export function NewWorkspaceGate({ folder }: { folder: string }) {
  const create = useCreateWorkspace()
  const form = useForm<NewWorkspaceValues>({
    initialValues: { operator: '', unlock: 'passphrase', passphrase: '', again: '' },
    validate: newWorkspaceProblems,
  })
  return (
    <GateCard title="Set up this workspace">
      <p className={classes.text}>
        Connections, keys and what is read from the two systems are stored encrypted in{' '}
        <span className={classes.where}>{folder}</span>. Nothing is sent anywhere else.
      </p>
      <form onSubmit={form.onSubmit((values) => create.mutate(newWorkspaceInput(values)))} noValidate>
        <Stack gap="md">
          <TextInput
            label="Your name"
            description="Approvals and accepted reads carry it."
            autoComplete="name"
            required
            data-autofocus
            {...form.getInputProps('operator')}
          />
          <Radio.Group label="How to unlock it" {...form.getInputProps('unlock')}>
            <Stack gap={10} mt={6}>
              <Radio size="sm" value="passphrase" label="With a passphrase" description={passphraseHint} />
              <Radio size="sm" value="key-file" label="Keep unlocked on this computer" description={keyFileHint} />
            </Stack>
          </Radio.Group>
          {form.values.unlock === 'passphrase' && (
            <>
              <PasswordInput
                label="Passphrase"
                description="At least 10 characters."
                autoComplete="new-password"
                required
                {...form.getInputProps('passphrase')}
              />
              <PasswordInput
                label="Passphrase again"
                autoComplete="new-password"
                required
                {...form.getInputProps('again')}
              />
            </>
          )}
          {create.error && <ErrorBox error={create.error} what="The workspace was not created" />}
          <Button type="submit" size="sm" loading={create.isPending}>
            Create workspace
          </Button>
        </Stack>
      </form>
    </GateCard>
  )
}
