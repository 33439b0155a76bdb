import type { NewWorkspace } from '#contract/workspace'

export type NewWorkspaceValues = {
  operator: string
  unlock: 'passphrase' | 'key-file'
  passphrase: string
  again: string
}

const shortest = 10

/** What stands in the way of creating the workspace, by field; an empty object where nothing does. */
export function newWorkspaceProblems(values: NewWorkspaceValues): Partial<Record<keyof NewWorkspaceValues, string>> {
  const problems: Partial<Record<keyof NewWorkspaceValues, string>> = {}
  if (values.operator.trim() === '') problems.operator = 'Enter your name.'
  if (values.operator.trim().length > 80) problems.operator = 'Use at most 80 characters.'
  if (values.unlock === 'key-file') return problems
  if (values.passphrase.length < shortest) problems.passphrase = `Use at least ${shortest} characters.`
  else if (values.passphrase !== values.again) problems.again = 'The two entries differ. Type the passphrase again.'
  return problems
}

/** The values as the core takes them. */
export function newWorkspaceInput({ operator, unlock, passphrase }: NewWorkspaceValues): NewWorkspace {
  return {
    operator: operator.trim(),
    unlock: unlock === 'passphrase' ? { kind: 'passphrase', passphrase } : { kind: 'key-file' },
  }
}
