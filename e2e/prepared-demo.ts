import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect } from '@playwright/test'
import { connectClient, startHosted } from './hosted.ts'
import { restless } from './world/restless.ts'

/** Tells the specs' own processes where the demo of this run lies. */
const variable = 'PLUMBLINE_PREPARED_DEMO'

/** A workspace and the home of who opens it, side by side in one place. */
export const placesIn = (place: string) => ({ folder: join(place, 'workspace'), home: join(place, 'home') })

/**
 * Plants a demo by the built program, waits for its first syncs and ends it in order; gives back how to remove it.
 * Each run of the specs makes its own, so that a copy is never older than the program or another day's.
 */
export async function prepareDemo(): Promise<() => Promise<void>> {
  const place = await mkdtemp(join(tmpdir(), 'plumbline-e2e-demo-'))
  const remove = () => rm(place, { recursive: true, force: true })
  const { folder, home } = placesIn(place)
  await mkdir(home)
  try {
    const host = await startHosted({ workspace: 'demo', folder, home })
    try {
      const { client, close } = await connectClient(host, await host.freshLink())
      await expect.poll(() => restless(client), { timeout: 60_000 }).toBe(false)
      close()
    } finally {
      await host.stop()
    }
  } catch (thrown) {
    await remove()
    throw thrown
  }
  process.env[variable] = place
  return remove
}

/** Puts a copy of the prepared demo into a spec's own place, to be opened there as after a restart. */
export async function copyPreparedDemo(to: string): Promise<void> {
  const from = process.env[variable]
  if (from === undefined) throw new Error('No demo was prepared: the set-up of the specs has not run.')
  // The lock is of the program that held it.
  await cp(from, to, { recursive: true, filter: (path) => !basename(path).startsWith('workspace.lock') })
}
