import type { SandboxShift } from '../../src-main/connectors/maple/sandbox-shift.ts'

/** One invented schedule on two systems, any size, with planted discrepancies; a shift is a function of its number. */
export type BenchSide = 'left' | 'right'

/** What was edited on the right since the first read: this share of all shifts, anew in each round; share 0 is nothing. */
export type Edit = { share: number; round: number }

export type BenchWorld = {
  size: number
  /** Milliseconds UTC of the first shift; the world covers `worldDays` from there. */
  startMs: number
}

export type PlantedKind = 'only-left' | 'only-right' | 'differs'

export const facilities: Readonly<Record<BenchSide, string>> = { left: 'house-1', right: 'H1' }
export const worldDays = 350
const day = 86_400_000
const hour = 3_600_000
const minute = 60_000
const shiftMs = 8 * hour
const scatter = 2 ** 40

/** The world around this day: `now` is any moment of it, ms UTC. */
export const worldAround = (now: number, size: number): BenchWorld => ({
  size,
  startMs: Math.floor(now / day) * day - (worldDays / 2) * day,
})

/** Milliseconds from one shift's start to the next one's, before rounding to whole minutes. */
export const stepMs = ({ size }: BenchWorld): number => (worldDays * day) / size

/** Left ids come in no order, as random ids do; right ids count up. */
const leftId = (n: number): string =>
  `m-${((n * 2_654_435_761 + 40_503) % scatter).toString(16).padStart(10, '0')}-bench`
const rightId = (n: number): string => `rota-${String(n).padStart(8, '0')}`

const dice = (n: number, salt: number): number => (n * 7_919 + salt) % 1_000

/** What was planted at this shift: 0.5 % stand only left, 0.5 % only right, 1 % differ in their label. */
export function plantedAt(n: number): PlantedKind | null {
  const thrown = dice(n, 13)
  if (thrown < 5) return 'only-left'
  if (thrown < 10) return 'only-right'
  return thrown < 20 ? 'differs' : null
}

export const isEdited = (n: number, { share }: Edit): boolean => {
  const thrown = dice(n, 13)
  return thrown >= 20 && thrown < 20 + share * 1_000
}

function labelAt(n: number, side: BenchSide, edit: Edit): string {
  if (side === 'right' && plantedAt(n) === 'differs') return `Ward ${n % 40} by night`
  if (side === 'right' && isEdited(n, edit)) return `Ward ${n % 40}, edit ${edit.round}`
  return `Ward ${n % 40}`
}

/** Shift `n` as it stands on this side after this edit; null where it stands on the other side only. No worker has two at once. */
export function shiftAt(world: BenchWorld, n: number, side: BenchSide, edit: Edit): SandboxShift | null {
  const planted = plantedAt(n)
  if ((planted === 'only-left' && side === 'right') || (planted === 'only-right' && side === 'left')) return null
  const step = stepMs(world)
  const start = world.startMs + Math.floor((n * step) / minute) * minute
  const workers = Math.ceil((shiftMs + 2 * hour) / step) + 1
  const who = n % workers
  const [ownId, otherId] = side === 'left' ? [leftId(n), rightId(n)] : [rightId(n), leftId(n)]
  return {
    ownId,
    otherId,
    facility: facilities[side],
    start: new Date(start).toISOString(),
    end: new Date(start + shiftMs).toISOString(),
    label: labelAt(n, side, edit),
    requirements: 'RN, ward round, keys of the store room',
    worker: { id: `w-${who}`, firstName: 'Quilla', lastName: `Invented-${who}` },
    version: `${side}-${isEdited(n, edit) ? edit.round : 0}`,
    // Noise that always differs and is not compared.
    raw: { updatedAt: `${side} ${n}`, bookedBy: `${side}-desk-${n % 5}` },
  }
}

/** Every discrepancy there is after this edit: the left id of the pair and its kind. */
export function plantedDiscrepancies({ size }: BenchWorld, edit: Edit): Map<string, PlantedKind> {
  const planted = new Map<string, PlantedKind>()
  for (let n = 0; n < size; n += 1) {
    const kind = plantedAt(n) ?? (isEdited(n, edit) ? 'differs' : null)
    if (kind) planted.set(leftId(n), kind)
  }
  return planted
}
