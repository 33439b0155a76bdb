import { implement } from '@orpc/server'
import { AppError } from '#contract/errors'
import type { OperatorId } from '#contract/ids'
import { contract } from '#contract/procedures'
import type { Instant } from '#contract/time'
import type { ChangeEvent, NewWorkspace, RecoverWorkspace, UnlockWay, WorkspaceInfo } from '#contract/workspace'
import type { Clock } from '../platform/clock.ts'
import type { PreferenceStore } from '../platform/preference-store.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import type { CacheClient } from '../runs/cache-service.ts'
import type { Purge } from '../runs/purge-workspace.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { asStorageError } from '../storage/storage-error.ts'
import type { WorkspacePaths } from '../storage/workspace-place.ts'

/** An unlocked workspace as procedures use it. A viewer has no writer and no worker. */
export type OpenDesk = {
  ledger: ReadDb
  /** Null before the first writer made the file (a viewer of a fresh workspace). */
  cache: ReadDb
  box: SecretBox
  operator: OperatorId | null
  writer: { ledger: WriteDb; worker: CacheClient; purge: Purge } | null
  paths: WorkspacePaths
}

/** What procedures may ask of the workspace; create-app implements it. */
export type Desk = {
  clock: Clock
  /** Throws AppError `workspace-locked` or why it is not open. */
  open(): OpenDesk
  info(): WorkspaceInfo
  create(input: NewWorkspace): Promise<WorkspaceInfo>
  ways(): Promise<UnlockWay[]>
  unlock(passphrase?: string): Promise<WorkspaceInfo>
  newRecovery(): string
  keepRecovery(phrase: string): Promise<WorkspaceInfo>
  recover(input: RecoverWorkspace): Promise<WorkspaceInfo>
  lock(): Promise<WorkspaceInfo>
  resetDemo(): Promise<WorkspaceInfo>
  /** Null where the host has nothing to choose. */
  preferences: PreferenceStore | null
  /** Pieces of a text for support; works without an open workspace. */
  diagnostics(): AsyncGenerator<string, void, void>
  publish(event: ChangeEvent): void
  changes(signal?: AbortSignal): AsyncGenerator<ChangeEvent, void, void>
}

/** Implements the contract; what SQLite throws on a read becomes a sentence that says what to do. */
export const implementer = implement(contract).use(async ({ next }) => {
  try {
    return await next()
  } catch (thrown) {
    throw asStorageError(thrown, 'workspace') ?? thrown
  }
})

type Writer = NonNullable<OpenDesk['writer']> & { box: SecretBox; by: OperatorId | null; at: Instant }

/** The writer's part of the desk. Throws AppError `workspace-read-only` in a viewer. */
export function writerOf(desk: Desk): Writer {
  const { writer, box, operator } = desk.open()
  if (writer) return { ...writer, box, by: operator, at: desk.clock.now() }
  throw new AppError('workspace-read-only', {
    blame: 'settings',
    tell: 'Another Plumbline writes this workspace, so this one only shows it. Close the other one, then start this one again.',
  })
}

/** The writer's part of the desk with who decides. Throws AppError `workspace-read-only`, `bad-input` where nobody is named. */
export function deciderOf(desk: Desk): Writer & { by: OperatorId } {
  const { by, ...writer } = writerOf(desk)
  if (by !== null) return { ...writer, by }
  throw new AppError('bad-input', {
    blame: 'settings',
    tell: 'Nobody works in this workspace yet, so nobody can decide. Enter your name first.',
  })
}
