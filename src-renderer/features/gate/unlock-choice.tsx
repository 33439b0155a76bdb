import { PasswordInput, Radio, Stack } from '@mantine/core'
import type { UnlockWay } from '#contract/workspace'
import classes from './gate.module.css'
import { type UnlockValues, wayWords } from './unlock-shape.ts'

type UnlockChoiceProps = {
  label: string
  ways: readonly UnlockWay[]
  unlock: UnlockValues['unlock']
  /** A field of the form around it, as that form draws it. */
  field: (name: keyof UnlockValues) => object
}

/** How the workspace is unlocked from now on. A way that this computer refuses stays readable, with the reason. */
export function UnlockChoice({ label, ways, unlock, field }: UnlockChoiceProps) {
  return (
    <>
      <Radio.Group label={label} {...field('unlock')}>
        <Stack gap={10} mt={6}>
          {ways.map(({ kind, refused }) => {
            const { label: words, hint } = wayWords(kind)
            if (refused === null) return <Radio key={kind} size="sm" value={kind} label={words} description={hint} />
            return (
              <div key={kind} className={classes.refused}>
                <Radio size="sm" value={kind} label={words} disabled aria-describedby={`refused-${kind}`} />
                <p id={`refused-${kind}`}>Not on this computer now. {refused}</p>
              </div>
            )
          })}
        </Stack>
      </Radio.Group>
      {unlock === 'passphrase' && (
        <>
          <PasswordInput
            label="Passphrase"
            description="At least 10 characters."
            autoComplete="new-password"
            required
            {...field('passphrase')}
          />
          <PasswordInput label="Passphrase again" autoComplete="new-password" required {...field('again')} />
        </>
      )}
    </>
  )
}
