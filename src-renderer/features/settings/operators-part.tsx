import { Button, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Operator } from '#contract/desk-work'
import type { OperatorId } from '#contract/ids'
import { Reason } from '../../ui/page.tsx'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './settings.module.css'

type OperatorsPartProps = {
  operators: readonly Operator[]
  readOnly: string | null
  busy: boolean
  error: unknown
  /** Adds somebody, or renames; `onDone` where it is stored. */
  onSave: (input: { id?: OperatorId; name: string }, onDone: () => void) => void
  onChoose: (id: OperatorId) => void
}

const longest = 80

/** The people of this desk, and who of them decides from now on. */
export function OperatorsPart({ operators, readOnly, busy, error, onSave, onChoose }: OperatorsPartProps) {
  const [renaming, setRenaming] = useState<OperatorId | null>(null)
  const [adding, setAdding] = useState('')
  const current = operators.find((operator) => operator.current)
  const off = readOnly !== null || busy
  return (
    <>
      <p className={classes.dim}>
        Whoever decides is named with every acceptance, note and follow-up. Choosing somebody else is written down too.
      </p>
      <Radio.Group
        aria-label="Who decides now"
        value={current?.id ?? null}
        onChange={(id) => {
          const picked = operators.find((operator) => operator.id === id)
          if (picked) onChoose(picked.id)
        }}
      >
        <ul className={classes.people}>
          {operators.map(({ id, name, current: decides }) => (
            <li key={id}>
              {renaming === id ? (
                <NameForm
                  label={`New name of ${name}`}
                  name={name}
                  yes="Rename"
                  off={off}
                  onSave={(next) => onSave({ id, name: next }, () => setRenaming(null))}
                  onCancel={() => setRenaming(null)}
                />
              ) : (
                <>
                  <Radio value={id} label={name} disabled={off} />
                  {decides && <span className={classes.dim}>decides now</span>}
                  <span className={classes.spread} />
                  <Button variant="subtle" disabled={off} aria-label={`Rename ${name}`} onClick={() => setRenaming(id)}>
                    Rename
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      </Radio.Group>
      {error ? <ErrorBox error={error} what="It was not stored" /> : null}
      <form
        className={classes.line}
        onSubmit={(event) => {
          event.preventDefault()
          if (adding.trim() !== '' && !off) onSave({ name: adding.trim() }, () => setAdding(''))
        }}
      >
        <TextInput
          label="Add somebody"
          maxLength={longest}
          disabled={off}
          value={adding}
          onChange={(event) => setAdding(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={off || adding.trim() === ''}>
          Add
        </Button>
        <Reason text={readOnly} />
      </form>
    </>
  )
}

type NameFormProps = {
  label: string
  name: string
  yes: string
  off: boolean
  onSave: (name: string) => void
  onCancel: () => void
}

function NameForm({ label, name, yes, off, onSave, onCancel }: NameFormProps) {
  const [next, setNext] = useState(name)
  const said = next.trim()
  return (
    <form
      className={classes.line}
      onSubmit={(event) => {
        event.preventDefault()
        if (said !== '' && !off) onSave(said)
      }}
    >
      <TextInput
        aria-label={label}
        maxLength={longest}
        data-autofocus
        autoFocus
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel()
        }}
      />
      <Button type="submit" variant="default" disabled={off || said === ''}>
        {yes}
      </Button>
      <Button variant="subtle" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  )
}
