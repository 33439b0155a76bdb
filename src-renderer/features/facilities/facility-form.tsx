import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Facility } from '#contract/pairings'
import { isZoneId, ZoneId } from '#contract/time'
import { useRemoveFacility, useSaveFacility } from '../../queries/facilities.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Reason } from '../../ui/page.tsx'
import { ErrorBox } from '../../ui/states.tsx'

type FacilityFormProps = {
  facility: Facility | undefined
  deskZone: string
  readOnly: string | null
  onClose: () => void
}

const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))

/** A facility's name and its time zone: all times of its records are shown on that clock. */
export function FacilityForm({ facility, deskZone, readOnly, onClose }: FacilityFormProps) {
  const save = useSaveFacility()
  const remove = useRemoveFacility()
  const [asking, setAsking] = useState<'remove' | 'leave' | null>(null)
  const form = useForm({
    initialValues: { name: facility?.name ?? '', zone: (facility?.zone ?? deskZone) as string | null },
    validate: {
      name: (name) => (name.trim() === '' ? 'Enter the facility’s name.' : null),
      zone: (zone) =>
        zone === null || !isZoneId(zone) ? 'Choose the zone of its clocks, such as Europe/London.' : null,
    },
  })
  const leave = (): void => (form.isDirty() ? setAsking('leave') : onClose())
  const submit = form.onSubmit(({ name, zone }) =>
    save.mutate(
      { ...(facility ? { id: facility.id } : {}), name: name.trim(), zone: ZoneId.parse(zone) },
      { onSuccess: onClose },
    ),
  )
  return (
    <Modal opened onClose={leave} title={facility ? `Edit ${facility.name}` : 'New facility'}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label="Name" required maxLength={80} data-autofocus {...form.getInputProps('name')} />
          <Select
            label="Time zone"
            description="Type a city. Shifts are shown as the clock on its wall shows them."
            required
            searchable
            limit={60}
            data={zones}
            nothingFoundMessage="No zone of that name; try the nearest large city"
            {...form.getInputProps('zone')}
          />
          {save.error && <ErrorBox error={save.error} what="The facility was not saved" />}
          {remove.error && <ErrorBox error={remove.error} what="The facility was not removed" />}
          <Group gap="sm" justify="flex-end">
            {facility && (
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
              {facility ? 'Save changes' : 'Add facility'}
            </Button>
          </Group>
        </Stack>
      </form>
      <Confirm
        opened={asking !== null}
        title={asking === 'remove' ? `Remove ${facility?.name ?? 'the facility'}?` : 'Leave without saving?'}
        yes={asking === 'remove' ? 'Remove facility' : 'Discard changes'}
        no={asking === 'remove' ? 'No, keep it' : 'Keep editing'}
        busy={remove.isPending}
        onNo={() => setAsking(null)}
        onYes={() => {
          if (asking === 'leave' || !facility) return onClose()
          remove.mutate(facility.id, { onSuccess: onClose, onSettled: () => setAsking(null) })
        }}
      >
        {asking === 'remove'
          ? 'A facility with a pairing cannot be removed; remove the pairing first. Nothing changes in either system.'
          : 'What you entered here is lost.'}
      </Confirm>
    </Modal>
  )
}
