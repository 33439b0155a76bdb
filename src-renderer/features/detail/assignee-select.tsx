import { Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import type { DiscrepancyRow } from '#contract/discrepancies'
import { errorOf } from '../../format/error-words.ts'
import { useAssign } from '../../queries/decisions.ts'
import { deskQueries } from '../../queries/desk-work.ts'

type AssigneeProps = { row: DiscrepancyRow; readOnly: string | null }

const nobody = 'nobody'

/** Who takes care of it; holds until somebody else is named. */
export function AssigneeSelect({ row, readOnly }: AssigneeProps) {
  const operators = useQuery(deskQueries.operators()).data ?? []
  const assign = useAssign()
  const { pairingId, fingerprint, bornIn } = row
  const chosen = operators.find(({ name }) => name === row.assignee)
  const onChange = (value: string | null): void => {
    const to = operators.find(({ id }) => id === value)?.id ?? null
    assign.mutate(
      { of: { by: 'fingerprint', rows: [{ pairingId, fingerprint, bornIn }] }, to },
      {
        onSuccess: ({ assigned }) => {
          if (assigned === 0) notifications.show({ message: 'It changed or closed meanwhile; look at it again.' })
        },
        onError: (error) =>
          notifications.show({ title: 'Nothing was given', message: errorOf(error).tell, color: 'red' }),
      },
    )
  }
  return (
    <Select
      aria-label="Given to"
      w={170}
      leftSection="Given to"
      leftSectionWidth={64}
      leftSectionPointerEvents="none"
      styles={{ section: { fontSize: 12, color: 'var(--dim)' } }}
      data={[
        { value: nobody, label: 'nobody' },
        ...operators.map(({ id, name, current }) => ({ value: id as string, label: current ? `${name} (me)` : name })),
      ]}
      value={chosen?.id ?? nobody}
      allowDeselect={false}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      disabled={readOnly !== null || assign.isPending}
      onChange={onChange}
    />
  )
}
