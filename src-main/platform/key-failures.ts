import { AppError } from '#contract/errors'
import { fileFailure } from './file-failure.ts'
import type { UnlockWith } from './key-provider.ts'

/** Why the keys of a workspace cannot be read, opened or stored. `name` is that of the keys file. */
export const keysDamaged = (name: string, cause?: unknown): AppError =>
  new AppError('workspace-damaged', {
    blame: 'settings',
    tell: `The file ${name}, which holds the locked keys of this workspace, is damaged. Nothing was changed. Put a good copy of it back from a backup of this computer: without it the workspace cannot be opened.`,
    log: `${name} does not have its shape`,
    cause,
  })

export const keysNewer = (name: string): AppError =>
  new AppError('workspace-newer', {
    blame: 'settings',
    tell: `The file ${name} of this workspace was written by a newer Plumbline. Nothing was changed. Open the workspace with that version, or install the newest one here.`,
    log: `${name} has another version`,
  })

const wrongKeyTexts: Record<UnlockWith['kind'] | 'recovery', string> = {
  passphrase:
    'This passphrase does not open the workspace. Check capital letters and the keyboard language, and try again.',
  'key-file':
    'The key file on this computer does not open the workspace: it belongs to another one. Put the right key file back and start again.',
  keychain:
    "The key in this computer's keychain does not open the workspace: it belongs to another one, or the file keys.json was put back from an older copy. Nothing was changed. Put the right keys.json back, or open the workspace with its recovery phrase.",
  recovery:
    'This recovery phrase does not open the workspace: it is that of another one, or was replaced by a newer phrase. Nothing was changed.',
}

export const wrongKey = (kind: UnlockWith['kind'] | 'recovery'): AppError =>
  new AppError('workspace-wrong-key', {
    blame: 'settings',
    tell: wrongKeyTexts[kind],
    log: `the ${kind} does not open the keys`,
  })

export const keyMissing = (tell: string, log: string): AppError =>
  new AppError('workspace-key-missing', { blame: 'settings', tell, log })

/** There is a ledger, and nothing that opens it. */
export const keysGone = (): AppError =>
  keyMissing(
    'The file keys.json of this workspace, which holds its locked keys, is missing, and nothing else opens its ledger. Nothing was changed. Put keys.json back from a backup of this computer and look again; to begin anew, choose an empty folder.',
    'a ledger without keys',
  )

export const keysNotKept = (name: string, cause: unknown): AppError =>
  new AppError(fileFailure(cause), {
    blame: 'settings',
    tell: `The file ${name} could not be read or written. Check that the disk is connected, has room and may be written by you, then try again.`,
    log: `${name}: ${String((cause as { code?: unknown } | null)?.code)}`,
    cause,
  })

export const keysThere = (): AppError =>
  new AppError('in-use', {
    blame: 'settings',
    tell: 'This workspace has keys already. Unlock it, or choose an empty folder for a new one.',
    log: 'keys are stored already',
  })
