import { Button, Group, Modal, MultiSelect, NumberInput, Select, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Connection } from '#contract/connections'
import type { Facility, Pairing } from '#contract/pairings'
import { recipes } from '#contract/recipes'
import { useRemovePairing, useSavePairing } from '../../queries/facilities.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Reason } from '../../ui/page.tsx'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './facilities.module.css'
import { type PairingValues, pairingDraft, pairingProblems, pairingValues } from './pairing-form-shape.ts'
import { ScheduleInput } from './schedule-input.tsx'
import { ScopeInput } from './scope-input.tsx'
import { TrustInputs } from './trust-inputs.tsx'

type PairingFormProps = {
  pairing: Pairing | undefined
  facilityId: string | undefined
  facilities: readonly Facility[]
  connections: readonly Connection[]
  readOnly: string | null
  onClose: () => void
}

const sides = [
  { side: 'left', title: 'First system', connection: 'leftConnection', scope: 'leftScope' },
  { side: 'right', title: 'Second system', connection: 'rightConnection', scope: 'rightScope' },
] as const

/** What is compared with what: a facility, two systems and the days that are judged. */
export function PairingForm({ pairing, facilityId, facilities, connections, readOnly, onClose }: PairingFormProps) {
  const save = useSavePairing()
  const remove = useRemovePairing()
  const [asking, setAsking] = useState<'remove' | 'leave' | null>(null)
  const form = useForm<PairingValues>({
    initialValues: pairingValues(pairing, facilityId),
    validate: (values) => pairingProblems(values, connections),
  })
  const recipe = recipes[form.values.recipeId]
  const nameOf = (id: string): string | undefined => connections.find((known) => known.id === id)?.name
  const leave = (): void => (form.isDirty() ? setAsking('leave') : onClose())
  const submit = form.onSubmit((values) => save.mutate(pairingDraft(values, pairing?.id), { onSuccess: onClose }))
  return (
    <Modal opened onClose={leave} size="lg" title={pairing ? 'Edit pairing' : 'New pairing'}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <div className={classes.two}>
            <Select
              label="Facility"
              required
              data-autofocus
              data={facilities.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('facilityId')}
            />
            <Select
              label="What is compared"
              required
              allowDeselect={false}
              data={Object.values(recipes).map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('recipeId')}
            />
          </div>
          {sides.map(({ side, title, connection, scope }) => (
            <div key={side} className={classes.two}>
              <Select
                label={title}
                description="One of the connections."
                required
                data={connections.map(({ id, name, environment }) => ({
                  value: id,
                  label: `${name} (${environment})`,
                }))}
                nothingFoundMessage="Add the connection first"
                {...form.getInputProps(connection)}
              />
              <ScopeInput
                connectionId={connections.find((known) => known.id === form.values[connection])?.id}
                {...form.getInputProps(scope)}
              />
            </div>
          ))}
          <div className={classes.two}>
            <NumberInput
              label="Days back"
              description="Before today, on the facility’s clock"
              min={0}
              max={366}
              {...form.getInputProps('daysBack')}
            />
            <NumberInput
              label="Days ahead"
              description="After today"
              min={1}
              max={366}
              {...form.getInputProps('daysAhead')}
            />
          </div>
          <NumberInput
            label="Margin in hours"
            description="Read around those days too, so that nothing at an edge looks missing."
            min={0}
            max={168}
            {...form.getInputProps('edgeHours')}
          />
          <MultiSelect
            label="Fields not compared"
            description="They are still shown."
            placeholder={form.values.ignoredFields.length === 0 ? 'None' : ''}
            data={recipe.fields.map(({ name, label }) => ({ value: name, label }))}
            {...form.getInputProps('ignoredFields')}
          />
          <ScheduleInput
            value={form.values.schedule}
            error={typeof form.errors['schedule'] === 'string' ? form.errors['schedule'] : undefined}
            onChange={(schedule) => {
              form.setFieldValue('schedule', schedule)
              form.clearFieldError('schedule')
            }}
          />
          <TrustInputs
            value={form.values.trusted}
            systems={{
              left: nameOf(form.values.leftConnection) ?? 'First system',
              right: nameOf(form.values.rightConnection) ?? 'Second system',
            }}
            onChange={(trusted) => form.setFieldValue('trusted', trusted)}
          />
          {save.error && <ErrorBox error={save.error} what="The pairing was not saved" />}
          {remove.error && <ErrorBox error={remove.error} what="The pairing was not removed" />}
          <Group gap="sm" justify="flex-end">
            {pairing && (
              <Button
                variant="subtle"
                color="red"
                mr="auto"
                disabled={readOnly !== null}
                onClick={() => setAsking('remove')}
              >
                Remove
              </Button>
            )}
            <Reason text={readOnly} />
            <Button type="submit" loading={save.isPending} disabled={readOnly !== null}>
              {pairing ? 'Save changes' : 'Add pairing'}
            </Button>
          </Group>
        </Stack>
      </form>
      <Confirm
        opened={asking !== null}
        title={asking === 'remove' ? 'Remove this pairing?' : 'Leave without saving?'}
        yes={asking === 'remove' ? 'Remove pairing' : 'Discard changes'}
        no={asking === 'remove' ? 'No, keep it' : 'Keep editing'}
        busy={remove.isPending}
        onNo={() => setAsking(null)}
        onYes={() => {
          if (asking === 'leave' || !pairing) return onClose()
          remove.mutate(pairing.id, { onSuccess: onClose, onSettled: () => setAsking(null) })
        }}
      >
        {asking === 'remove'
          ? 'What was read for it and its discrepancies are deleted from this computer. Nothing changes in either system.'
          : 'What you entered here is lost.'}
      </Confirm>
    </Modal>
  )
}
