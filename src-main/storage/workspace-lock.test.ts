import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockWorkspace } from './workspace-lock.ts'

let folder: string
let path: string
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  path = join(folder, 'workspace.lock')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Another program that tries to take the lock, says whether it has it, and lives on. */
async function otherProgram(): Promise<{ child: ChildProcess; hasLock: boolean }> {
  const code = `
    import { lockWorkspace } from ${JSON.stringify(new URL('./workspace-lock.ts', import.meta.url).href)}
    const lock = lockWorkspace(${JSON.stringify(path)})
    process.stdout.write(lock ? 'locked' : 'refused')
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [said] = await once(child.stdout, 'data')
  return { child, hasLock: String(said) === 'locked' }
}

it('is held by one at a time, in one program and across programs', async () => {
  const mine = lockWorkspace(path)
  expect(mine).not.toBeNull()
  expect(lockWorkspace(path)).toBeNull()
  expect((await otherProgram()).hasLock).toBe(false)
  // The refused attempts did not take it from its holder.
  expect((await otherProgram()).hasLock).toBe(false)
  mine?.release()
  expect((await otherProgram()).hasLock).toBe(true)
  expect(lockWorkspace(path)).toBeNull()
})

it('is free as soon as its holder was killed', async () => {
  const { child, hasLock } = await otherProgram()
  expect([hasLock, lockWorkspace(path)]).toEqual([true, null])
  child.kill('SIGKILL')
  await once(child, 'exit')
  const mine = lockWorkspace(path)
  expect(mine).not.toBeNull()
  mine?.release()
})
