import { expect } from 'vitest'
import type { DiscrepancyFilter, DiscrepancyRow, DiscrepancySelection, SeenDiscrepancy } from '#contract/discrepancies'
import { fromMs, type Instant } from '#contract/time'
import { type Clock, systemClock } from '../../src-main/platform/clock.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from './two-systems.ts'

/** Two systems that differ in one shift's label, synced, with a clock that a test moves by hand. */
export type AcceptBench = {
  two: TwoSystems
  /** The shift that differs, on both sides, to edit. */
  left(change: object): void
  right(change: object): void
  rows(filter?: DiscrepancyFilter): Promise<DiscrepancyRow[]>
  /** The row that differs, whether it is listed or accepted. */
  row(): Promise<DiscrepancyRow>
  select(rows: readonly DiscrepancyRow[]): DiscrepancySelection
  accept(change?: { reason?: string; until?: Instant | null }): Promise<number>
  now(): Instant
  pass(ms: number): void
  clock: Clock
}

/** A row as a decision names it: which one, and since when it says this. */
export const seenAs = ({ fingerprint, bornIn }: DiscrepancyRow): SeenDiscrepancy => ({ fingerprint, bornIn })

const shown = { order: 'time', offset: 0, limit: 500 } as const

/** Starts both systems, finds their one difference, and leaves it to the test. */
export async function startAcceptBench({ pageSize = 1000 } = {}): Promise<AcceptBench> {
  let passed = 0
  const clock: Clock = { ...systemClock, now: () => fromMs(Date.now() + passed) }
  const two = await startTwoSystems({ count: 24, pageSize, clock })
  const { client } = two.test
  const edit = (side: 'left' | 'right', id: string) => (change: object) =>
    two[side].put({ ...shiftOf(two[side], id), ...change })
  const rows = async (filter: DiscrepancyFilter = {}) => (await client.discrepancies.list({ filter, ...shown })).rows
  const select = (of: readonly DiscrepancyRow[]): DiscrepancySelection => ({
    by: 'fingerprint',
    rows: of.map((row) => ({ ...seenAs(row), pairingId: row.pairingId })),
  })
  const bench: AcceptBench = {
    two,
    left: edit('left', 'maple-20'),
    right: edit('right', 'rota-20'),
    rows,
    async row() {
      const found = [...(await rows()), ...(await rows({ accepted: true }))]
      const [row] = found
      if (!row || found.length > 1) throw new Error(`${found.length} rows where one was expected`)
      return row
    },
    select,
    async accept({ reason = 'Agreed by phone', until = null } = {}) {
      const of = select([await bench.row()])
      return (await client.discrepancies.accept({ of, reason, until })).accepted
    },
    now: clock.now,
    pass: (ms) => {
      passed += ms
    },
    clock,
  }
  bench.right({ label: 'Night ward' })
  await two.sync()
  return bench
}

const later = (at: string): Instant => fromMs(Date.parse(at) + 1_800_000)

/** What moves a value of an accepted difference, so that it must come back with the next compare. */
export const moves: { name: string; move(bench: AcceptBench): void | Promise<void> }[] = [
  { name: 'the left value of the difference moves', move: ({ left }) => left({ label: 'Late' }) },
  { name: 'the right value of the difference moves', move: ({ right }) => right({ label: 'Late' }) },
  {
    name: 'both values swap',
    move: ({ left, right }) => {
      right({ label: 'Shift 20' })
      left({ label: 'Night ward' })
    },
  },
  {
    name: 'another field begins to differ',
    move: ({ two, right }) => right({ end: later(shiftOf(two.right, 'rota-20').end) }),
  },
  {
    name: 'both sides move the shift alike',
    move: ({ two, left, right }) => {
      left({ end: later(shiftOf(two.left, 'maple-20').end) })
      right({ end: later(shiftOf(two.right, 'rota-20').end) })
    },
  },
  { name: 'one side loses the shift', move: ({ two }) => two.right.remove('rota-20') },
  {
    name: 'the difference is resolved and comes back',
    async move({ two, right }) {
      right({ label: 'Shift 20' })
      await two.sync()
      right({ label: 'Night ward' })
    },
  },
  {
    name: 'a value moves and moves back',
    async move({ two, right }) {
      right({ label: 'Late' })
      await two.sync()
      right({ label: 'Night ward' })
    },
  },
]

/** Accepts the difference, moves a value, syncs, and holds that the difference is listed again. Throws where it is not. */
export async function runMove({ move }: (typeof moves)[number]): Promise<void> {
  const bench = await startAcceptBench()
  try {
    expect(await bench.accept(), 'one is accepted').toBe(1)
    expect(await bench.rows(), 'an accepted one is not listed').toEqual([])
    await move(bench)
    await bench.two.sync()
    const listed = await bench.rows()
    expect(
      listed.map((row) => row.accepted),
      'a moved value brings it back at once',
    ).toEqual([false])
  } finally {
    await bench.two.close()
  }
}
