import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { SideName } from '#contract/ids'
import { makeDice } from '../../src-main/demo/dice.ts'
import { asDisagreements, disagreements, type HeldRecords, heldBy, startChangingSystems } from './changing-systems.ts'
import { hostOn, listAll, makePlace, setUpPairing, syncToEnd } from './hosted-workspace.ts'
import { recordedClient } from './recorded-client.ts'
import {
  copyStored,
  keysOf,
  leftoverProblems,
  readStored,
  type StoredFiles,
  shownState,
  soundnessProblems,
  unpublishedRows,
  visibleRecords,
} from './stored-sides.ts'

const heavy = process.env['PLUMBLINE_HEAVY'] === '1'
const kills = heavy ? 100 : 10
const seed = Number(process.env['PLUMBLINE_CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const shifts = 2500
const pageSize = 50
const sides = ['left', 'right'] as const

/** Before a side's first published snapshot nothing is shown. */
type Held = Record<SideName, HeldRecords | null>

/** Which whole state each side shows, `?` for a half one: `old`, `new`. */
const shown = (files: StoredFiles, old: Held, fresh: Held): Record<SideName, string> => {
  const word = (side: SideName): string =>
    ['old', 'new'][shownState(visibleRecords(files, side), [old[side], fresh[side]])] ?? '?'
  return { left: word('left'), right: word('right') }
}

it(`shows each side old or new after ${kills} kills at random moments, and needs nobody to start again (PLUMBLINE_CRASH_SEED=${seed})`, {
  timeout: kills * 30_000,
}, async () => {
  const dice = makeDice(seed)
  const place = await makePlace()
  const keys = keysOf(place)
  const systems = await startChangingSystems(dice, { count: shifts, pageSize })
  const { left, right } = systems.sandboxes
  const now = (): Held => ({ left: heldBy(left), right: heldBy(right) })
  let host = await hostOn(place)
  let link = await recordedClient(host)
  const figures = { halfReads: 0, halfRows: 0, mixed: 0, wholeNew: 0, startMs: 0, syncMs: 0, discrepancies: 0 }
  try {
    const pairingId = await setUpPairing(link.client, { ...systems, unlock: { kind: 'key-file' } })
    let old: Held = { left: null, right: null }
    // The first kill falls into the very first read; how long one takes is known after it.
    let wholeMs = 1500
    for (let kill = 0; kill < kills; kill += 1) {
      if (kill > 0) systems.change()
      const fresh = now()
      await link.client.runs.sync({ pairingId })
      // Each kill has a slice of the sync of its own, so that together they cover all of it.
      const delay = Math.round((wholeMs * (kill + dice.int(0, 999) / 1000)) / (kill === 0 ? 1 : kills))
      await setTimeout(delay)
      await host.kill()
      link.close()

      const at = `kill ${kill} after ${delay} ms of about ${wholeMs}`
      const copy = await copyStored(place, 'as-killed')
      const asKilled = await readStored({ folder: copy, keys }, (files) => ({
        shown: shown(files, old, fresh),
        rows: unpublishedRows(files.cache),
        unsound: soundnessProblems(files),
      }))
      expect(asKilled.unsound, at).toEqual([])
      expect(Object.values(asKilled.shown), at).not.toContain('?')

      const began = performance.now()
      host = await hostOn(place)
      link = await recordedClient(host)
      expect((await link.client.workspace.info({})).state, at).toEqual({ state: 'open' })
      figures.startMs = Math.max(figures.startMs, performance.now() - began)
      const restarted = await readStored({ folder: place.folder, keys }, (files) => ({
        shown: shown(files, old, fresh),
        problems: [...soundnessProblems(files), ...leftoverProblems(files)],
      }))
      expect(restarted, at).toEqual({ shown: asKilled.shown, problems: [] })
      const [newest] = await link.client.runs.list({ limit: 1 })
      expect(newest?.state, at).toMatch(/^(interrupted|done)$/)

      const syncBegan = performance.now()
      const run = await syncToEnd(link.client, pairingId)
      wholeMs = Math.round(performance.now() - syncBegan)
      expect(`${run.state}: ${run.tell}`, at).toBe('done: Both systems were read completely.')
      const found = asDisagreements(await listAll(link.client))
      expect(found, at).toEqual(disagreements(left, right))
      const synced = await readStored({ folder: place.folder, keys }, (files) => ({
        shown: shown(files, old, fresh),
        problems: leftoverProblems(files),
      }))
      expect(synced, at).toEqual({ shown: { left: 'new', right: 'new' }, problems: [] })

      old = fresh
      const news = sides.filter((side) => asKilled.shown[side] === 'new').length
      figures.halfReads += asKilled.rows > 0 ? 1 : 0
      figures.halfRows += asKilled.rows
      figures.mixed += news === 1 ? 1 : 0
      figures.wholeNew += news === 2 ? 1 : 0
      figures.syncMs = wholeMs
      figures.discrepancies = found.length
    }
    // Kills that all miss the reading would prove nothing.
    expect(figures.halfReads).toBeGreaterThanOrEqual(kills / 10)
  } finally {
    await host.kill()
    await systems.close()
    await place.remove()
    process.stdout.write(`crash figures: ${JSON.stringify({ kills, seed, shifts, pageSize, ...figures })}\n`)
  }
})
