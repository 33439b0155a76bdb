import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { assertNever } from '#contract/assert-never'
import type { SettingField } from '#contract/connections'
import classes from './connections.module.css'

type SettingInputProps = {
  field: SettingField
  value: string | number | boolean | undefined
  error: string | undefined
  disabled: boolean
  onChange: (value: string | number | boolean) => void
}

/** What a field is for and where its value is found, under its label. */
export function FieldHelp({ field }: { field: SettingField }) {
  return (
    <>
      {field.help && <span className={classes.fieldHelp}>{field.help}</span>}
      {field.whereToGet && <span className={classes.fieldHelp}>Where to get it: {field.whereToGet}</span>}
    </>
  )
}

/** One setting of a connector, drawn by its kind alone. */
export function SettingInput({ field, value, error, disabled, onChange }: SettingInputProps) {
  const shared = {
    label: field.label,
    description: <FieldHelp field={field} />,
    required: field.required,
    disabled,
    error,
  }
  const text = typeof value === 'string' ? value : ''
  switch (field.kind) {
    case 'text':
    case 'url':
      return (
        <TextInput
          {...shared}
          value={text}
          spellCheck={false}
          autoComplete="off"
          {...(field.kind === 'url' ? { inputMode: 'url', placeholder: 'https://' } : {})}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'lines':
    case 'headers':
      return (
        <Textarea
          {...shared}
          value={text}
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          placeholder={field.kind === 'headers' ? 'Name: value, one per line' : 'One per line'}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : '')}
        />
      )
    case 'choice':
      return (
        <Select
          {...shared}
          data={field.choices ?? []}
          value={text === '' ? null : text}
          allowDeselect={!field.required}
          onChange={(next) => onChange(next ?? '')}
        />
      )
    case 'switch':
      return (
        <Switch
          label={field.label}
          description={<FieldHelp field={field} />}
          disabled={disabled}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    default:
      return assertNever(field.kind)
  }
}
