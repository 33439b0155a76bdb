import type { DiscrepancyRow } from '#contract/discrepancies'
import type { SideName } from '#contract/ids'
import { fromMs } from '#contract/time'
import { type MapleSandbox, type SandboxShift, startSandbox } from '../../src-main/connectors/maple/sandbox.ts'
import type { Dice } from '../../src-main/demo/dice.ts'
import type { SideSystem } from './hosted-workspace.ts'

/** The records of one system at one moment: own id to a text of everything that is compared. */
export type HeldRecords = ReadonlyMap<string, string>

type Compared = [
  startMs: number,
  endMs: number,
  worker: string | null | undefined,
  workerName: string | null | undefined,
  label: string | null | undefined,
  requirements: string | null | undefined,
  reference: string | null,
]
export const textOf = (values: Compared): string => JSON.stringify(values.map((value) => value ?? null))

const nameOf = ({ worker }: SandboxShift): string | null => worker && `${worker.firstName} ${worker.lastName}`

const comparedOf = (shift: SandboxShift): Compared => [
  Date.parse(shift.start),
  Date.parse(shift.end),
  shift.worker?.id,
  nameOf(shift),
  shift.label,
  shift.requirements,
  shift.otherId,
]

/** What a system holds now. */
export const heldBy = (sandbox: MapleSandbox): HeldRecords =>
  new Map(sandbox.all().map((shift) => [shift.ownId, textOf(comparedOf(shift))]))

const fields = ['start', 'end', 'worker', 'workerName', 'label', 'requirements'] as const

type Pair = { left: SandboxShift | null; right: SandboxShift | null }

/** The shifts of both systems, each with its counterpart where a shift of the right one names it. */
function pairsOf(left: MapleSandbox, right: MapleSandbox): Pair[] {
  const counterparts = new Map(right.all().map((shift) => [shift.otherId ?? `${shift.ownId} alone`, shift]))
  const pairs = left.all().map((shift): Pair => {
    const other = counterparts.get(shift.ownId) ?? null
    counterparts.delete(shift.ownId)
    return { left: shift, right: other }
  })
  return [...pairs, ...[...counterparts.values()].map((shift) => ({ left: null, right: shift }))]
}

const bothKeys = (left: string | null | undefined, right: string | null | undefined): string =>
  `${left ?? 'none'}/${right ?? 'none'}`

/** Pairs of which one worker is booked for both at one time, on whatever sides; a pair's own two shifts are one booking. */
function doubleBookings(pairs: readonly Pair[]): string[] {
  const bookings = new Map<string, { shift: SandboxShift; pair: Pair }[]>()
  for (const pair of pairs) {
    for (const shift of [pair.left, pair.right]) {
      if (!shift?.worker) continue
      bookings.set(shift.worker.id, [...(bookings.get(shift.worker.id) ?? []), { shift, pair }])
    }
  }
  const found = new Set<string>()
  for (const own of bookings.values()) {
    for (const [index, one] of own.entries()) {
      for (const other of own.slice(index + 1)) {
        const meet =
          Date.parse(one.shift.start) < Date.parse(other.shift.end) &&
          Date.parse(other.shift.start) < Date.parse(one.shift.end)
        if (!meet || one.pair === other.pair) continue
        const both = [one, other].map(({ pair }) => bothKeys(pair.left?.ownId, pair.right?.ownId))
        found.add(`overlap ${both.sort().join(' ')}`)
      }
    }
  }
  return [...found]
}

/** What two systems disagree about and whom they book twice, from their lists alone and with none of the program's code, as sorted texts. */
export function disagreements(left: MapleSandbox, right: MapleSandbox): string[] {
  const pairs = pairsOf(left, right)
  const found = pairs.flatMap((pair): string[] => {
    if (!pair.left) return [`only-right ${pair.right?.ownId}`]
    if (!pair.right) return [`only-left ${pair.left.ownId}`]
    const [ours, theirs] = [comparedOf(pair.left), comparedOf(pair.right)]
    const differing = fields.filter((_, index) => ours[index] !== theirs[index])
    return differing.length === 0 ? [] : [`differs ${pair.left.ownId} ${differing.join(',')}`]
  })
  return [...found, ...doubleBookings(pairs)].sort()
}

/** The program's discrepancies in the same words. */
export const asDisagreements = (rows: readonly DiscrepancyRow[]): string[] =>
  rows
    .map(({ kind, leftKey, rightKey, differences, members }) => {
      if (kind === 'overlap')
        return `overlap ${members
          .map((one) => bothKeys(one.leftKey, one.rightKey))
          .sort()
          .join(' ')}`
      const key = kind === 'only-right' ? rightKey : leftKey
      const differing = fields.filter((field) => differences.some((one) => one.field === field))
      return [kind, key, differing.join(',')].filter((part) => part !== '').join(' ')
    })
    .sort()

const hour = 3_600_000
const workers = Array.from({ length: 40 }, (_, n) => ({ id: `w-${n}`, firstName: 'Quilla', lastName: `Invented-${n}` }))

/** Two systems whose schedules move apart and together between syncs. */
export type ChangingSystems = {
  left: SideSystem
  right: SideSystem
  sandboxes: Record<SideName, MapleSandbox>
  /** Changes some shifts on both sides, some on one, adds, removes and moves a few. */
  change(): void
  close(): Promise<void>
}

/** Starts both systems with `count` shifts each over four weeks around now, listed in pages of `pageSize`. */
export async function startChangingSystems(
  dice: Dice,
  { count, pageSize, authValue = 'key-for-crash-tests' }: { count: number; pageSize: number; authValue?: string },
): Promise<ChangingSystems> {
  const from = Math.floor(Date.now() / hour) * hour - 5 * 24 * hour
  const minutes = Math.floor((28 * 24 * 60) / count)
  let made = 0

  function newPair(): Record<SideName, SandboxShift> {
    const n = made++
    const start = from + (n % count) * minutes * 60_000
    const common = {
      start: fromMs(start),
      end: fromMs(start + 8 * hour),
      label: `Shift ${n}`,
      requirements: dice.pick(['RN', 'LPN', 'GP']),
      // In turn, so that at first nobody is booked twice; the changes below see to that.
      worker: dice.percent(90) ? (workers[n % workers.length] ?? null) : null,
      version: '1',
    }
    return {
      left: { ...common, ownId: `maple-${n}`, otherId: `rota-${n}`, facility: 'house-1' },
      right: { ...common, ownId: `rota-${n}`, otherId: `maple-${n}`, facility: 'H1' },
    }
  }

  const pairs = Array.from({ length: count }, newPair)
  const auth = { header: 'x-api-key', value: authValue }
  const left = await startSandbox({
    shifts: pairs.map((pair) => pair.left),
    auth,
    pageSize,
    shape: { ownId: 'id', otherId: 'attributes.externalShiftId' },
  })
  const right = await startSandbox({ shifts: pairs.map((pair) => pair.right), auth, pageSize })
  const sandboxes = { left, right }
  const secrets = { authHeaderValue: auth.value }

  /** Puts the same change on both sides of a pair, or on one of them. */
  function edit(change: (shift: SandboxShift) => SandboxShift): void {
    const shift = dice.pick(left.all())
    const other = right.all().find(({ otherId }) => otherId === shift.ownId)
    const where = dice.pick(['both', 'both', 'left', 'right'])
    if (where !== 'right') left.put(change(shift))
    if (where !== 'left' && other) right.put(change(other))
  }

  const times = (n: number, work: (index: number) => void): void => Array.from({ length: n }, (_, i) => i).forEach(work)
  const shifted = (text: string, ms: number): string => fromMs(Date.parse(text) + ms)

  function change(): void {
    times(80, (index) => {
      const label = `Changed ${made}-${index}-${dice.int(0, 999)}`
      edit((shift) => ({ ...shift, label }))
    })
    times(20, () => {
      const worker = dice.percent(20) ? null : dice.pick(workers)
      edit((shift) => ({ ...shift, worker }))
    })
    times(20, () => {
      const ms = dice.int(-4, 4) * 15 * 60_000
      edit((shift) => ({ ...shift, start: shifted(shift.start, ms), end: shifted(shift.end, ms) }))
    })
    times(12, () => {
      const where = dice.pick(['both', 'left', 'right'])
      const gone = dice.pick(left.all())
      if (where !== 'right') left.remove(gone.ownId)
      if (where !== 'left' && gone.otherId) right.remove(gone.otherId)
    })
    times(12, () => {
      const pair = newPair()
      const where = dice.pick(['both', 'both', 'left', 'right'])
      if (where !== 'right') left.put(pair.left)
      if (where !== 'left') right.put(pair.right)
    })
  }

  return {
    left: { name: 'Maple', sandbox: left, reference: 'attributes.externalShiftId', scope: 'house-1', secrets },
    right: { name: 'Northgate', sandbox: right, reference: 'attributes.mapleShiftId', scope: 'H1', secrets },
    sandboxes,
    change,
    async close() {
      await left.close()
      await right.close()
    },
  }
}
