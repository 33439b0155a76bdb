import { Button, Input, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useRef, useState } from 'react'
import type { Connection, ConnectorInfo } from '#contract/connections'
import type { Environment } from '#contract/ids'
import type { Instant, ZoneId } from '#contract/time'
import { testConnection, useRemoveConnection, useSaveConnection } from '../../queries/connections.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { NetworkNote } from '../../ui/network-note.tsx'
import { Reason } from '../../ui/page.tsx'
import { ErrorBox } from '../../ui/states.tsx'
import { CheckSteps } from './check-steps.tsx'
import {
  type ConnectionValues,
  connectionDraft,
  connectionProblems,
  connectionValues,
} from './connection-form-shape.ts'
import classes from './connections.module.css'
import { SecretInput } from './secret-input.tsx'
import { SettingInput } from './setting-input.tsx'
import { useCheckSteps } from './use-check-steps.ts'

type ConnectionFormProps = {
  connector: ConnectorInfo
  connection: Connection | undefined
  zone: ZoneId
  now: Instant
  readOnly: string | null
  /** True where another program writes the workspace: then nothing can be entered either. */
  viewing: boolean
  onDirty: (dirty: boolean) => void
  onSaved: (connection: Connection) => void
  onRemoved: () => void
}

/** A connection's form, drawn from its connector's field list; Test tries what is entered without saving it. */
export function ConnectionForm(props: ConnectionFormProps) {
  const { connector, connection, zone, now, readOnly, viewing, onDirty, onSaved, onRemoved } = props
  const stored = connection?.secrets.map((secret) => secret.key) ?? []
  const form = useForm<ConnectionValues>({
    initialValues: connectionValues(connector, connection),
    validate: (values) => connectionProblems(connector, stored, values),
    validateInputOnBlur: true,
  })
  const save = useSaveConnection()
  const test = useCheckSteps()
  const [asking, setAsking] = useState(false)
  const remove = useRemoveConnection()
  const dirty = form.isDirty()
  useEffect(() => onDirty(dirty), [dirty, onDirty])
  const off = readOnly !== null
  const draft = (): ReturnType<typeof connectionDraft> =>
    connectionDraft({ connector, id: connection?.id, values: form.values })

  const results = useRef<HTMLDivElement>(null)
  const shown = test.run.error ? -1 : test.run.steps.length
  useEffect(() => {
    if (shown !== 0) results.current?.scrollIntoView({ block: 'nearest' })
  }, [shown])

  const submit = form.onSubmit(
    () =>
      save.mutate(draft(), {
        onSuccess: (saved) => {
          form.setInitialValues(connectionValues(connector, saved))
          form.reset()
          onDirty(false)
          onSaved(saved)
        },
      }),
    (_, __, event) => showFirstProblem(event?.currentTarget),
  )
  return (
    <form onSubmit={submit} noValidate aria-label={connection ? connection.name : `New ${connector.name} connection`}>
      <Stack gap="md">
        <p className={classes.summary}>{connector.summary}</p>
        <TextInput
          label="Name of the system"
          description="How you call it. The screen uses this name everywhere."
          required
          maxLength={80}
          disabled={viewing}
          {...form.getInputProps('name')}
        />
        <Input.Wrapper
          label="Environment"
          labelElement="div"
          description="A live system reaches real people. Live and test systems are never compared with each other."
        >
          <SegmentedControl
            mt={4}
            aria-label="Environment"
            disabled={viewing}
            data={[
              { value: 'test', label: 'Test system' },
              { value: 'live', label: 'Live system' },
            ]}
            value={form.values.environment}
            onChange={(value) => form.setFieldValue('environment', value as Environment)}
          />
        </Input.Wrapper>
        {connector.settings.map((field) =>
          field.secret ? (
            <SecretInput
              key={field.key}
              field={field}
              storedAt={connection?.secrets.find((secret) => secret.key === field.key)?.storedAt}
              zone={zone}
              now={now}
              typed={form.values.secrets[field.key] ?? ''}
              forgotten={form.values.forgotten.includes(field.key)}
              error={textOf(form.errors[`secrets.${field.key}`])}
              disabled={viewing}
              onType={(text) => form.setFieldValue('secrets', typedSecrets(form.values.secrets, field.key, text))}
              onForget={(forget) =>
                form.setFieldValue(
                  'forgotten',
                  forget
                    ? [...form.values.forgotten, field.key]
                    : form.values.forgotten.filter((key) => key !== field.key),
                )
              }
            />
          ) : (
            <SettingInput
              key={field.key}
              field={field}
              value={form.values.settings[field.key]}
              error={textOf(form.errors[`settings.${field.key}`])}
              disabled={viewing}
              onChange={(value) => form.setFieldValue(`settings.${field.key}`, value)}
            />
          ),
        )}
      </Stack>
      <div ref={results} className={classes.results}>
        <CheckSteps run={test.run} passed="The connection works as entered." />
      </div>
      <div className={classes.actions}>
        {(save.error || remove.error) && (
          <div className={classes.refusal}>
            {save.error && <ErrorBox error={save.error} what="The connection was not saved" />}
            {remove.error && <ErrorBox error={remove.error} what="The connection was not removed" />}
          </div>
        )}
        <Button type="submit" loading={save.isPending} disabled={off || (!dirty && connection !== undefined)}>
          {connection ? 'Save changes' : 'Save connection'}
        </Button>
        <Button
          variant="default"
          disabled={off}
          onClick={(event) => {
            if (test.run.running) test.stop()
            else if (form.validate().hasErrors) showFirstProblem(event.currentTarget.closest('form'))
            else void test.start((signal) => testConnection(draft(), signal))
          }}
        >
          {test.run.running ? 'Stop the test' : 'Test connection'}
        </Button>
        {connection && (
          <Button variant="subtle" color="red" disabled={off} onClick={() => setAsking(true)}>
            Remove
          </Button>
        )}
        {dirty && connection && <span className={classes.dim}>Not saved yet.</span>}
        {readOnly === null ? <NetworkNote /> : <Reason text={readOnly} />}
      </div>
      {connection && (
        <Confirm
          opened={asking}
          title={`Remove ${connection.name}?`}
          yes="Remove connection"
          no="No, keep it"
          busy={remove.isPending}
          onNo={() => setAsking(false)}
          onYes={() =>
            remove.mutate(connection.id, {
              onSuccess: () => {
                onDirty(false)
                onRemoved()
              },
              onSettled: () => setAsking(false),
            })
          }
        >
          Its settings and stored keys are deleted from this computer. Nothing changes in {connection.name} itself. A
          connection that a pairing uses cannot be removed; remove the pairing first.
        </Confirm>
      )}
    </form>
  )
}

/** Takes the person to the first field that stands in the way, once it is marked. */
function showFirstProblem(form: EventTarget | null | undefined): void {
  if (!(form instanceof HTMLElement)) return
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

const textOf = (error: unknown): string | undefined => (typeof error === 'string' ? error : undefined)

function typedSecrets(secrets: Record<string, string>, key: string, text: string): Record<string, string> {
  const { [key]: _, ...others } = secrets
  return text === '' ? others : { ...others, [key]: text }
}
