import type { NewWorkspace } from '#contract/workspace'
import { type UnlockValues, unlockInput, unlockProblems } from './unlock-shape.ts'

export type NewWorkspaceValues = UnlockValues & { operator: string }

/** What stands in the way of creating the workspace, by field in their order; an empty object where nothing does. */
export function newWorkspaceProblems(values: NewWorkspaceValues): Partial<Record<keyof NewWorkspaceValues, string>> {
  const name = values.operator.trim()
  const operator = name === '' ? 'Enter your name.' : name.length > 80 ? 'Use at most 80 characters.' : null
  return { ...(operator === null ? {} : { operator }), ...unlockProblems(values) }
}

/** The values as the core takes them. */
export const newWorkspaceInput = (values: NewWorkspaceValues): NewWorkspace => ({
  operator: values.operator.trim(),
  unlock: unlockInput(values),
})
