import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { assertNever } from '#contract/assert-never'
import { useKeepRecovery, useNewRecovery } from '../../queries/workspace.ts'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './recovery.module.css'
import { placesToAsk, wordsOf, wrongPlaces } from './recovery-shape.ts'

type RecoveryStepsProps = {
  /** One is kept already, and the new one takes its place. */
  replacing: boolean
  /** How leaving without a phrase is called. */
  later: string
  onLeave: () => void
}

/** The words stand here and nowhere else of the page: they are gone with this component. */
type Step =
  | { step: 'offer' }
  | { step: 'words'; phrase: string }
  | { step: 'confirm'; phrase: string; asked: [number, number] }
  | { step: 'kept' }

/** Makes a recovery phrase, has it written down, asks for two of its words and keeps it. */
export function RecoverySteps({ replacing, later, onLeave }: RecoveryStepsProps) {
  const [at, setAt] = useState<Step>({ step: 'offer' })
  switch (at.step) {
    case 'offer':
      return <Offer {...{ replacing, later, onLeave }} onMade={(phrase) => setAt({ step: 'words', phrase })} />
    case 'words':
      return (
        <Words
          words={wordsOf(at.phrase)}
          onLeave={onLeave}
          onWritten={() =>
            setAt({ ...at, step: 'confirm', asked: placesToAsk(wordsOf(at.phrase).length, Math.random) })
          }
        />
      )
    case 'confirm':
      return (
        <ConfirmWords
          phrase={at.phrase}
          asked={at.asked}
          onBack={() => setAt({ step: 'words', phrase: at.phrase })}
          onKept={() => setAt({ step: 'kept' })}
        />
      )
    case 'kept':
      return <Kept replacing={replacing} onLeave={onLeave} />
    default:
      return assertNever(at)
  }
}

function Offer({ replacing, later, onLeave, onMade }: RecoveryStepsProps & { onMade: (phrase: string) => void }) {
  const make = useNewRecovery()
  return (
    <Stack gap="md">
      <p className={classes.text}>
        Twelve words, written on paper, open this workspace when its passphrase is forgotten or its key is lost: after a
        new computer, an emptied keychain, a deleted key file. Without them nobody can, and what people decided is lost.
      </p>
      {replacing && (
        <p className={classes.warning}>
          A phrase is kept already. As soon as the new one is kept, the older one opens nothing any more.
        </p>
      )}
      {make.error ? <ErrorBox error={make.error} what="No phrase was made" /> : null}
      <Group gap="sm">
        <Button
          size="sm"
          autoFocus
          data-autofocus
          loading={make.isPending}
          onClick={() => make.call(undefined, onMade)}
        >
          {replacing ? 'Make a new recovery phrase' : 'Make a recovery phrase'}
        </Button>
        <Button size="sm" variant="default" onClick={onLeave}>
          {later}
        </Button>
      </Group>
    </Stack>
  )
}

type WordsProps = { words: readonly string[]; onLeave: () => void; onWritten: () => void }

function Words({ words, onLeave, onWritten }: WordsProps) {
  return (
    <Stack gap="md">
      <p className={classes.text}>
        Write these words down in their order, and keep the paper where you keep what is valuable. Whoever has it and
        the files of this workspace can read it. They are not shown again.
      </p>
      <ol className={classes.words} aria-label="Recovery phrase">
        {words.map((word, place) => (
          <li key={`${place + 1} ${word}`}>{word}</li>
        ))}
      </ol>
      <Group gap="sm">
        <Button size="sm" autoFocus onClick={onWritten}>
          I have written them down
        </Button>
        <Button size="sm" variant="default" onClick={onLeave}>
          Cancel
        </Button>
      </Group>
    </Stack>
  )
}

type ConfirmProps = { phrase: string; asked: readonly [number, number]; onBack: () => void; onKept: () => void }

function ConfirmWords({ phrase, asked, onBack, onKept }: ConfirmProps) {
  const keep = useKeepRecovery()
  const [typed, setTyped] = useState<readonly string[]>(['', ''])
  const [wrong, setWrong] = useState<ReadonlyMap<number, string>>(new Map())
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (keep.isPending) return
        const found = wrongPlaces(wordsOf(phrase), asked, typed)
        setWrong(found)
        if (found.size === 0) keep.call(phrase, onKept)
      }}
    >
      <Stack gap="md">
        <p className={classes.text}>Two of the words, from your paper:</p>
        <div className={classes.two}>
          {asked.map((place, index) => (
            <TextInput
              key={place}
              label={`Word ${place + 1}`}
              autoFocus={index === 0}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={20}
              value={typed[index] ?? ''}
              error={wrong.get(place)}
              onChange={(event) => {
                const next = event.currentTarget.value
                setTyped((known) => known.map((word, at) => (at === index ? next : word)))
              }}
            />
          ))}
        </div>
        {keep.error ? <ErrorBox error={keep.error} what="The phrase was not kept" /> : null}
        <Group gap="sm">
          <Button type="submit" size="sm" loading={keep.isPending}>
            Keep this phrase
          </Button>
          <Button size="sm" variant="default" disabled={keep.isPending} onClick={onBack}>
            Show the words again
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Kept({ replacing, onLeave }: Pick<RecoveryStepsProps, 'replacing' | 'onLeave'>) {
  return (
    <Stack gap="md">
      <p className={classes.text} role="status">
        The recovery phrase is kept: from now on these twelve words open the workspace
        {replacing ? ', and the older ones do not.' : ' too.'} A new one can be made in Settings at any time.
      </p>
      <Group gap="sm">
        <Button size="sm" autoFocus onClick={onLeave}>
          Done
        </Button>
      </Group>
    </Stack>
  )
}
