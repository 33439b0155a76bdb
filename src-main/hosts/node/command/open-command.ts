import { createRouterClient } from '@orpc/server'
import { AppError, type ErrorData } from '#contract/errors'
import type { CoreClient } from '#contract/procedures'
import type { WorkspaceState } from '#contract/workspace'
import type { App } from '../../../create-app.ts'
import type { CommandIo } from './command-io.ts'

/** The router's own procedures, called in this process. */
export const clientOf = (app: App): CoreClient => createRouterClient(app.router) as CoreClient

const errorOf = ({ code, ...rest }: ErrorData): AppError => new AppError(code, rest)

async function passphraseFor(io: CommandIo, fromInput: boolean): Promise<string> {
  if (fromInput) return io.readPassphrase()
  if (io.askPassphrase) return io.askPassphrase()
  throw new AppError('workspace-locked', {
    blame: 'settings',
    tell: 'The workspace is locked and there is no terminal to ask for the passphrase. Give it with "--passphrase-stdin".',
  })
}

/** Unlocks the workspace where it needs it. Throws AppError that says why it cannot be read. */
export async function openForCommand(client: CoreClient, io: CommandIo, fromInput: boolean): Promise<void> {
  const before = (await client.workspace.info({})).state
  const state =
    before.state === 'locked'
      ? (await client.workspace.unlock({ passphrase: await passphraseFor(io, fromInput) })).state
      : before
  refuseUnlessOpen(state)
}

function refuseUnlessOpen(state: WorkspaceState): void {
  switch (state.state) {
    case 'open':
    case 'viewing':
      return
    case 'failed':
      throw errorOf(state.error)
    case 'locked':
    case 'opening':
      throw new AppError('workspace-wrong-key', {
        blame: 'settings',
        tell: 'This passphrase does not open the workspace. Check capital letters and the keyboard language, and try again.',
      })
    case 'new':
      throw new AppError('not-found', {
        blame: 'settings',
        tell: 'There is no workspace here yet. Start Plumbline with "npm start" and set it up, or name another folder with "--workspace".',
      })
  }
}
