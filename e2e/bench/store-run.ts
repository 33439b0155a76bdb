// One measured process: both sides pulled, sealed and compared by the real runSync on a real ciphered cache, beside the
// bare costs. Prints one line of JSON. Ends with an error where a compare finds anything but what was planted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareFetchParse, fillBareFile, joinDifferences, mapDifferences } from './bare-costs.ts'
import { type BenchStore, openBenchStore } from './bench-store.ts'
import { editRight, stampPages } from './bench-systems.ts'
import { type BenchWorld, type Edit, plantedDiscrepancies } from './bench-world.ts'
import type { Measured } from './goals.ts'
import { measureList } from './measure-list.ts'
import { measureOverlap } from './measure-overlap.ts'
import { measureWindow } from './measure-window.ts'
import { median, medianMs, msOf } from './stopwatch.ts'

const [origin = '', size = '0', startMs = '0'] = process.argv.slice(2)
const world: BenchWorld = { size: Number(size), startMs: Number(startMs) }
const rounds = 3
const untouched: Edit = { share: 0, round: 0 }

function assertFound(store: BenchStore, edit: Edit): void {
  const wanted = plantedDiscrepancies(world, edit)
  const found = store.shown()
  for (const { key, kind } of found) {
    if (wanted.get(key) !== kind)
      throw new Error(`the compare shows ${kind} at ${key}, planted is ${wanted.get(key) ?? 'nothing'}`)
  }
  if (found.length !== wanted.size) throw new Error(`the compare shows ${found.length}, planted are ${wanted.size}`)
}

/** Pull and incremental compare after an edit of this share, in each of the rounds anew. */
async function touched(store: BenchStore, share: number): Promise<{ pull: number; compare: number }> {
  const times: { pull: number; compare: number }[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const edit = { share, round }
    if (share > 0) await editRight(origin, edit)
    times.push(await store.sync())
    assertFound(store, share > 0 ? edit : untouched)
  }
  return { pull: median(times.map(({ pull }) => pull)), compare: median(times.map(({ compare }) => compare)) }
}

/** Pull where no page is the text it was, although no record changed. */
async function stamped(store: BenchStore): Promise<number> {
  const times: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    await stampPages(origin, round)
    times.push((await store.sync()).pull)
    assertFound(store, untouched)
  }
  return median(times)
}

async function measure(folder: string): Promise<Measured> {
  await editRight(origin, untouched)
  const warmUp = await bareFetchParse(origin)
  const fetches = [await bareFetchParse(origin), await bareFetchParse(origin)]

  const store = openBenchStore(join(folder, 'cache.db'), origin)
  const cold = await store.sync()
  assertFound(store, untouched)
  const bare = await fillBareFile(join(folder, 'bare.db'), origin)
  const none = await touched(store, 0)
  fetches.push(await bareFetchParse(origin))
  const compareWhole = median(Array.from({ length: rounds }, () => msOf(() => void store.compareWhole())))
  assertFound(store, untouched)
  const scan = medianMs(rounds, () => store.scanBoth())
  const join_ = medianMs(rounds, () => assertCount(joinDifferences(bare.sql)))
  const map = medianMs(rounds, () => assertCount(mapDifferences(bare.sql)))
  const { insertMs } = bare
  bare.close()
  const unstable = await stamped(store)
  const tenth = await touched(store, 0.001)
  await editRight(origin, untouched)
  await store.sync()
  const hundredth = await touched(store, 0.01)
  const measured: Measured = {
    fetchParse: median(fetches),
    fetchParseFirst: warmUp,
    bareInsert: insertMs,
    pullCold: cold.pull,
    compareFirst: cold.compare,
    pullNone: none.pull,
    compareNone: none.compare,
    pullUnstable: unstable,
    pullTenth: tenth.pull,
    compareTenth: tenth.compare,
    pullHundredth: hundredth.pull,
    compareHundredth: hundredth.compare,
    compareWhole,
    scan,
    join: join_,
    map,
    ...measureWindow(store, world),
    ...measureOverlap(store),
    ...measureList(store),
  }
  store.close()
  return measured
}

function assertCount(found: number): void {
  const wanted = plantedDiscrepancies(world, untouched).size
  if (found !== wanted) throw new Error(`a bare compare counts ${found}, planted are ${wanted}`)
}

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'))
try {
  const measured = await measure(folder)
  process.stdout.write(`${JSON.stringify(measured)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
