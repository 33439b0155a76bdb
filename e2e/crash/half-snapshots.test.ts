import { expect, it } from 'vitest'
import type { TestApp } from '../world/test-app.ts'
import { halfRead, type Plant, problemsIn, shownIn, syncedWith } from './half-snapshots.ts'
import { shownState } from './stored-sides.ts'

const run =
  (...texts: string[]): Plant =>
  (cache) => {
    for (const text of texts) cache.sql.prepare(text).run()
  }

const interrupted = `UPDATE snapshot SET state = 'interrupted' WHERE state = 'building'`
const published = 'UPDATE side SET published = next_number - 1 WHERE id = 1'

/** Each a start that left something of a killed read; the checker of the crash test must say so. */
const leftovers: readonly [name: string, plant: Plant, says: RegExp][] = [
  ['a read that nobody took back', halfRead, /1 snapshots still being built/],
  [
    'a read called interrupted whose records stayed',
    (cache) => {
      halfRead(cache)
      run(interrupted)(cache)
    },
    /1 rows of record_version whose born is no sealed snapshot/,
  ],
  [
    'a record that stayed ended by a read that is gone',
    (cache) => {
      halfRead(cache)
      run(interrupted, `DELETE FROM record_version WHERE record_key = 'half-read'`)(cache)
    },
    /1 rows of record_version whose ended is no sealed snapshot/,
  ],
  ['a pointer that stayed behind', run('UPDATE side SET published = NULL WHERE id = 1'), /1 sides that do not show/],
]

it.each(leftovers)('finds %s', async (_, plant, says) => {
  const systems = await syncedWith(plant)
  try {
    expect((await problemsIn(systems.test)).join('; ')).toMatch(says)
  } finally {
    await systems.close()
  }
})

it('finds a side that shows a half read', async () => {
  const systems = await syncedWith((cache) => {
    halfRead(cache)
    run(published)(cache)
  })
  const { before, test } = systems
  try {
    const shown = await shownIn(test)
    expect(shownState(shown.left, [before.left])).toBe(-1)
    expect(shownState(shown.right, [before.right])).toBe(0)
  } finally {
    await systems.close()
  }
})

it('is content with a workspace that was closed in order', async () => {
  const systems = await syncedWith(() => {})
  try {
    expect(await problemsIn(systems.test)).toEqual([])
  } finally {
    await systems.close()
  }
})

it('takes a half read back at the next start, and the next sync is complete', async () => {
  const systems = await syncedWith(halfRead)
  let again: TestApp | null = null
  try {
    again = await systems.test.reopen()
    expect(await problemsIn(again)).toEqual([])
    expect(await shownIn(again)).toEqual(systems.before)
    expect((await again.sync(systems.pairingId)).state).toBe('done')
  } finally {
    await again?.app.close()
    await systems.close()
  }
})
