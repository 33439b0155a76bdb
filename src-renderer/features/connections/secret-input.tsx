import { Button, Input, PasswordInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { SettingField } from '#contract/connections'
import type { Instant, ZoneId } from '#contract/time'
import { dayOf } from '../../format/instant.ts'
import classes from './connections.module.css'
import { FieldHelp } from './setting-input.tsx'

type SecretInputProps = {
  field: SettingField
  storedAt: Instant | undefined
  zone: ZoneId
  now: Instant
  typed: string
  forgotten: boolean
  error: string | undefined
  disabled: boolean
  onType: (text: string) => void
  onForget: (forget: boolean) => void
}

/** A secret goes in and never comes out: what is stored is told by its day, to be replaced or removed. */
export function SecretInput(props: SecretInputProps) {
  const { field, storedAt, zone, now, typed, forgotten, error, disabled, onType, onForget } = props
  const [replacing, setReplacing] = useState(false)
  const shared = { label: field.label, description: <FieldHelp field={field} />, required: field.required, error }
  if (storedAt !== undefined && !replacing && typed === '') {
    return (
      <Input.Wrapper {...shared} labelElement="div">
        <div className={classes.stored}>
          {forgotten ? (
            <>
              <span>Will be removed when you save.</span>
              <Button variant="default" disabled={disabled} onClick={() => onForget(false)}>
                Keep it
              </Button>
            </>
          ) : (
            <>
              <span>Stored {dayOf(storedAt, zone, now)}. It is not shown again.</span>
              <Button variant="default" disabled={disabled} onClick={() => setReplacing(true)}>
                Replace
                <span className="visually-hidden"> {field.label}</span>
              </Button>
              {!field.required && (
                <Button variant="default" disabled={disabled} onClick={() => onForget(true)}>
                  Remove
                  <span className="visually-hidden"> {field.label}</span>
                </Button>
              )}
            </>
          )}
        </div>
      </Input.Wrapper>
    )
  }
  const keep = storedAt !== undefined && (
    <Button
      variant="subtle"
      mt={4}
      onClick={() => {
        onType('')
        setReplacing(false)
      }}
    >
      Keep the stored one
    </Button>
  )
  const input = { ...shared, value: typed, disabled, autoComplete: 'off', spellCheck: false, autoFocus: replacing }
  return (
    <div>
      {field.kind === 'headers' || field.kind === 'lines' ? (
        <Textarea
          {...input}
          autosize
          minRows={2}
          maxRows={8}
          placeholder={field.kind === 'headers' ? 'Name: value, one per line' : 'One per line'}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      ) : (
        <PasswordInput {...input} onChange={(event) => onType(event.currentTarget.value)} />
      )}
      {keep}
    </div>
  )
}
