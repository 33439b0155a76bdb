import type { RunPoint } from '#contract/overview'
import { countWords } from '../../format/count.ts'

export type Spark = {
  /** Lines to draw, broken where nothing was compared. */
  lines: string[]
  /** Runs that ended short, to be marked by a cross at the foot. */
  short: { x: number; runId: string }[]
  end: { x: number; y: number } | null
}

/** Open after each run in all pairings together: a run tells of its own pairing alone. Null while none has told. */
function openAfter(runs: readonly RunPoint[]): (number | null)[] {
  const known = new Map<string, number>()
  return runs.map(({ pairingId, open }) => {
    if (open === null) return null
    known.set(pairingId, open)
    return [...known.values()].reduce((sum, one) => sum + one, 0)
  })
}

/** A line over the runs, the newest at the right edge; one that ended short is a gap with a mark. */
export function sparkOf(runs: readonly RunPoint[], width: number, height: number, places = 30): Spark {
  const open = openAfter(runs)
  const known = open.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const step = width / Math.max(1, places - 1)
  const x = (index: number): number => Math.round((width - (runs.length - 1 - index) * step) * 10) / 10
  const y = (value: number): number =>
    Math.round((high === low ? height / 2 : height - ((value - low) / (high - low)) * height) * 10) / 10
  const lines: string[] = []
  let points: string[] = []
  const close = (): void => {
    if (points.length > 0) lines.push(points.join(' '))
    points = []
  }
  open.forEach((value, index) => (value === null ? close() : points.push(`${x(index)},${y(value)}`)))
  close()
  const last = open.findLastIndex((value) => value !== null)
  const short = runs.flatMap(({ runId, state }, index) => (state === 'done' ? [] : [{ x: x(index), runId }]))
  return { lines, short, end: last < 0 ? null : { x: x(last), y: y(open[last] ?? 0) } }
}

/** The same in words: `30 syncs, 2 not complete. Open after the newest 12, fewest 3, most 40.` */
export function sparkWords(runs: readonly RunPoint[]): string {
  const known = openAfter(runs).filter((value) => value !== null)
  const short = runs.filter(({ state }) => state !== 'done').length
  const syncs = `${countWords(runs.length)} ${runs.length === 1 ? 'sync' : 'syncs'}`
  const ended = short === 0 ? 'all complete' : `${countWords(short)} not complete`
  const newest = known.at(-1)
  if (newest === undefined) return `${syncs}, ${ended}. Nothing was compared.`
  const range = `fewest ${countWords(Math.min(...known))}, most ${countWords(Math.max(...known))}`
  return `${syncs}, ${ended}. Open after the newest, with accepted ones, ${countWords(newest)}; ${range}.`
}
