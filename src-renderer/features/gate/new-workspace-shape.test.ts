import { describe, expect, it } from 'vitest'
import { newWorkspaceInput, newWorkspaceProblems } from './new-workspace-shape.ts'

const values = {
  operator: ' Ada Sample ',
  unlock: 'passphrase' as const,
  passphrase: 'ten letters',
  again: 'ten letters',
}

describe('setting up a workspace', () => {
  it('asks for a name and for a passphrase of ten characters, typed twice alike', () => {
    expect(newWorkspaceProblems({ ...values, operator: ' ', passphrase: 'short' })).toEqual({
      operator: 'Enter your name.',
      passphrase: 'Use at least 10 characters.',
    })
    expect(newWorkspaceProblems({ ...values, again: 'ten lettres' })).toHaveProperty('again')
  })

  it('sends no passphrase where the workspace is kept unlocked', () => {
    expect(newWorkspaceInput({ ...values, unlock: 'key-file' })).toEqual({
      operator: 'Ada Sample',
      unlock: { kind: 'key-file' },
    })
  })
})
