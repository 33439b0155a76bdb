import { Autocomplete } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ConnectionId } from '#contract/ids'
import { errorOf } from '../../format/error-words.ts'
import { connectionQueries } from '../../queries/connections.ts'

type ScopeInputProps = {
  connectionId: ConnectionId | undefined
  value?: string
  error?: ReactNode
  onChange?: (value: string) => void
  onBlur?: () => void
}

/** The facility's id on that system's side: offered by the connection where it can, else typed. */
export function ScopeInput({ connectionId, value, error, onChange, onBlur }: ScopeInputProps) {
  const enabled = connectionId !== undefined
  const scopes = useQuery(connectionQueries.scopes(connectionId))
  return (
    <Autocomplete
      size="xs"
      label="Facility id there"
      required
      disabled={!enabled}
      placeholder={enabled ? 'Type or choose' : 'Choose the system first'}
      data={(scopes.data ?? []).map((scope) => scope.value)}
      renderOption={({ option }) => {
        const label = scopes.data?.find((scope) => scope.value === option.value)?.label
        return label && label !== option.value ? `${option.value}, ${label}` : option.value
      }}
      value={value ?? ''}
      error={error}
      {...(onChange ? { onChange } : {})}
      {...(onBlur ? { onBlur } : {})}
      description={
        scopes.isFetching
          ? 'Asking the system for its facilities.'
          : scopes.isError
            ? `The system offers none: ${errorOf(scopes.error).tell} You can type the id.`
            : 'The id this facility has on that system.'
      }
    />
  )
}
