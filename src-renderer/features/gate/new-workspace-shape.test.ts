import { describe, expect, it } from 'vitest'
import { newWorkspaceInput, newWorkspaceProblems } from './new-workspace-shape.ts'

const values = {
  operator: ' Ada Sample ',
  unlock: 'passphrase' as const,
  passphrase: 'ten letters',
  again: 'ten letters',
}

describe('setting up a workspace', () => {
  it('asks for a name of at most 80 characters and for what the way of unlocking needs', () => {
    expect([
      newWorkspaceProblems(values),
      newWorkspaceProblems({ ...values, operator: ' ', passphrase: 'short' }),
      newWorkspaceProblems({ ...values, operator: 'a'.repeat(81) }),
    ]).toEqual([
      {},
      { operator: 'Enter your name.', passphrase: 'Use at least 10 characters.' },
      { operator: 'Use at most 80 characters.' },
    ])
  })

  it('sends the name without the blanks around it, and no passphrase where none is asked for', () => {
    expect(newWorkspaceInput({ ...values, unlock: 'key-file' })).toEqual({
      operator: 'Ada Sample',
      unlock: { kind: 'key-file' },
    })
  })
})
