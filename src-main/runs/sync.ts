import { type ErrorData, toErrorData } from '#contract/errors'
import { otherSide, type RecordKey, type SideName } from '#contract/ids'
import type { Facility, Pairing } from '#contract/pairings'
import { recipes } from '#contract/recipes'
import type { Clock } from '../platform/clock.ts'
import { describeBug, type Logger } from '../platform/logger.ts'
import type { WriteDb } from '../storage/database.ts'
import { deferIndexes, restoreIndexes } from '../storage/deferred-indexes.ts'
import type { MatchWord } from '../storage/match-decision-store.ts'
import { highestVersionId } from '../storage/record-version-store.ts'
import { makeSeenVersions } from '../storage/seen-versions.ts'
import {
  beginSnapshot,
  discardSnapshot,
  ensureSide,
  loadSnapshot,
  nextSync,
  type SnapshotFinding,
  sweepUnfinished,
} from '../storage/snapshot-store.ts'
import { asStorageError } from '../storage/storage-error.ts'
import { checkAbsence } from './check-absence.ts'
import { comparePairing } from './compare-pairing.ts'
import {
  type AcceptedReads,
  closeReading,
  isAccepted,
  judgeReading,
  lastHeld,
  recordsHeld,
  seal,
  tellFinding,
} from './finish-side.ts'
import { windowsOf } from './judged-window.ts'
import type { LiveRun } from './live-run.ts'
import { beginPageMemory } from './page-memory.ts'
import { makeReadRate } from './read-rate.ts'
import { type ReadEnd, readSide } from './read-side.ts'
import type { SidePlan } from './side-plan.ts'
import { nothingWaits, type SideReading } from './side-reading.ts'

export type SyncInput = {
  db: WriteDb
  clock: Clock
  pairing: Pairing
  facility: Facility
  plans: Readonly<Record<SideName, SidePlan>>
  accepted: AcceptedReads
  live: LiveRun
  logger: Logger
  /** The newest word of a person on each pair of records, as the ledger holds it when the compare begins. */
  matchWords(): readonly MatchWord[]
  /** Called in the compare's transaction: what people decided holds for the rows of a rebuilt cache from their first moment. */
  mirrorDecisions(): void
  /** Compares everything again, whatever changed. */
  whole?: boolean
}

type SideEnd = { reading: SideReading; end: ReadEnd }
type Sides<T> = Record<SideName, T>

const sides = ['left', 'right'] as const

function beginReading(input: SyncInput, side: SideName, sync: number): SideReading {
  const { db, clock, pairing, facility, plans, live } = input
  const plan = plans[side]
  const window = windowsOf(facility, pairing.policy, clock.now()).asked
  const sideRow = ensureSide(db, pairing.id, side)
  const { number, freshEpoch } = beginSnapshot(db, {
    side: sideRow,
    runId: live.current().id,
    sync,
    epoch: plan.epoch,
    readBy: plan.readBy,
    window,
    at: clock.now(),
  })
  return {
    plan,
    sideRow,
    number,
    freshEpoch,
    window,
    seen: makeSeenVersions(highestVersionId(db)),
    pages: 0,
    records: 0,
    refused: 0,
    dropped: 0,
    reasons: [],
    references: plans[otherSide(side)].readBy === 'keys' ? new Set() : null,
    absent: [],
    waiting: nothingWaits(),
    memory: beginPageMemory(db, { sideRow, epoch: plan.epoch, window }),
  }
}

async function read(input: SyncInput, reading: SideReading, named: ReadonlySet<RecordKey>): Promise<SideEnd> {
  const { db, clock, pairing, live } = input
  const { side } = reading.plan
  // What the last read returned tells how long this one takes where the system does not say how many come.
  const { id, published } = reading.sideRow
  const readBefore = published === null ? null : (loadSnapshot(db, id, published)?.records ?? null)
  const rate = makeReadRate(clock.monotonicMs())
  const recipe = recipes[pairing.recipeId]
  live.updateSide(side, { phase: 'reading', tell: '' })
  const end = await readSide(
    reading,
    {
      db,
      kind: recipe.kind,
      fields: recipe.fields,
      signal: live.signal,
      log: live.log,
      progress: ({ pages, records, refused, absent }, total) => {
        const read = records + refused + absent.length
        const figures = rate.note({ ms: clock.monotonicMs(), read, expected: total ?? readBefore })
        live.updateSide(side, { pages, records, refused, total, ...figures })
      },
    },
    named,
  )
  live.updateSide(side, { perSecond: null, msLeft: null })
  if (end.end === 'failed') live.updateSide(side, { phase: 'failed', tell: end.error.tell })
  if (end.end === 'cancelled') live.updateSide(side, { phase: 'cancelled', tell: '' })
  return { reading, end }
}

/** Both sides at once; a side read by keys after the one that names them. */
async function readBoth(input: SyncInput, readings: Sides<SideReading>): Promise<Sides<SideEnd>> {
  const byKeys = sides.find((side) => readings[side].plan.readBy === 'keys')
  if (!byKeys) {
    // Neither rejects, so neither can still be writing when the other's failure is dealt with.
    const [left, right] = await Promise.all([
      read(input, readings.left, new Set()),
      read(input, readings.right, new Set()),
    ])
    return { left, right }
  }
  const naming = otherSide(byKeys)
  input.live.updateSide(byKeys, {
    phase: 'waiting',
    tell: `waits for ${readings[naming].plan.system}, which names the records to ask for`,
  })
  const first = await read(input, readings[naming], new Set())
  if (first.end.end !== 'read') {
    const why = `Not read: ${readings[naming].plan.system} names the records to ask for, and it could not be read.`
    const error: ErrorData = { code: 'vendor-unexpected', blame: 'vendor', tell: why }
    const end: ReadEnd = first.end.end === 'cancelled' ? first.end : { end: 'failed', error }
    input.live.updateSide(byKeys, {
      phase: end.end === 'failed' ? 'failed' : 'cancelled',
      tell: end.end === 'failed' ? why : '',
    })
    const skipped: SideEnd = { reading: readings[byKeys], end }
    return byKeys === 'left' ? { left: skipped, right: first } : { left: first, right: skipped }
  }
  const second = await read(input, readings[byKeys], first.reading.references ?? new Set())
  return byKeys === 'left' ? { left: second, right: first } : { left: first, right: second }
}

type Discard = {
  reading: SideReading
  state: 'failed' | 'cancelled'
  error: ErrorData | null
  finding?: SnapshotFinding
}

function discard({ db, clock, live }: SyncInput, { reading, state, error, finding }: Discard): void {
  const discarded = discardSnapshot(db, {
    sideId: reading.sideRow.id,
    number: reading.number,
    at: clock.now(),
    state,
    failure: error && { code: error.code, tell: error.tell },
    finding: finding ?? null,
  })
  if (discarded) live.updateSide(reading.plan.side, { phase: state, tell: error?.tell ?? '' })
}

/** Publishes what may be published; returns whether this side stands. */
function settle(input: SyncInput, { reading, end }: SideEnd, otherHeld: number | null): boolean {
  const { db, clock, pairing, accepted, live } = input
  const { system, side } = reading.plan
  if (end.end !== 'read') {
    discard(input, {
      reading,
      state: end.end === 'failed' ? 'failed' : 'cancelled',
      error: end.end === 'failed' ? end.error : null,
    })
    return false
  }
  const finding = judgeReading(db, reading, otherHeld)
  if (finding && !isAccepted(finding, { published: reading.sideRow.published, accepted: accepted(pairing.id, side) })) {
    const tell = tellFinding(finding)
    live.log('warn', `${system}: ${tell}`)
    discard(input, { reading, state: 'failed', error: { code: 'vendor-unexpected', blame: 'vendor', tell }, finding })
    return false
  }
  seal(db, reading, clock.now())
  const partial = reading.reasons.length > 0 ? `Read only in part: ${reading.reasons.join('; ')}` : ''
  live.log(
    partial ? 'warn' : 'info',
    `${system}: snapshot ${reading.number} sealed with ${reading.records} records from ${reading.pages} pages. ${partial}`,
  )
  live.updateSide(side, { phase: 'sealed', tell: partial })
  return true
}

function endWithout(input: SyncInput, ends: Sides<SideEnd>, settled: Sides<boolean>): void {
  const { live } = input
  if (live.signal.aborted) {
    live.end({ state: 'cancelled', tell: 'Cancelled. Nothing of this sync was kept; the last complete data stands.' })
    return
  }
  const failed = sides
    .filter((side) => !settled[side])
    .map((side) => `${ends[side].reading.plan.system}: ${live.current()[side].tell}`)
  live.end({
    state: 'failed',
    tell: `${failed.join(' ')} Nothing was compared; the discrepancies shown are from the last compare.`,
  })
}

async function compare(input: SyncInput, sync: number): Promise<void> {
  const { db, clock, pairing, facility, plans, live } = input
  live.update({ phase: 'compare' })
  const judged = windowsOf(facility, pairing.policy, live.current().startedAt).judged
  const compared = db.transaction(() => {
    const result = comparePairing(db, {
      pairing,
      runId: live.current().id,
      sync,
      judged,
      zone: facility.zone,
      at: clock.now(),
      words: input.matchWords(),
      whole: input.whole ?? false,
    })
    input.mirrorDecisions()
    return result
  })
  live.update({ phase: 'evidence' })
  const row = await checkAbsence({ db, ...compared, plans, clock, signal: live.signal, log: live.log })
  const { open, opened, closed } = row
  live.log(
    'info',
    `compare ${row.number}: ${open} open with the accepted ones, ${opened} opened, ${closed} closed${row.whole ? ', compared in full' : ''}`,
  )
  const { left, right } = live.current()
  const partial = [left, right].filter((side) => side.tell !== '').map((side) => `${side.system}: ${side.tell}.`)
  const tell =
    partial.length === 0
      ? 'Both systems were read completely.'
      : `${partial.join(' ')} What rests on records that were not read is marked "Not verified".`
  live.end({ state: partial.length === 0 ? 'done' : 'incomplete', outcome: { open, opened, closed }, tell })
}

/** One sync of one pairing: pull both sides, seal what may be sealed, compare, check absences. Never throws. */
export async function runSync(input: SyncInput): Promise<void> {
  const { db, live, pairing } = input
  let readings: Sides<SideReading> | null = null
  try {
    sweepUnfinished(db, input.clock.now(), pairing.id)
    deferIndexes(db)
    const sync = nextSync(db, pairing.id)
    readings = { left: beginReading(input, 'left', sync), right: beginReading(input, 'right', sync) }
    const ends = await readBoth(input, readings)
    if (live.signal.aborted) for (const side of sides) ends[side].end = { end: 'cancelled' }
    restoreIndexes(db)
    for (const side of sides) if (ends[side].end.end === 'read') closeReading(db, ends[side].reading)
    const held = (side: SideName): number | null =>
      ends[side].end.end === 'read' ? recordsHeld(db, ends[side].reading) : lastHeld(db, ends[side].reading)
    const counts = { left: held('left'), right: held('right') }
    const settled = { left: settle(input, ends.left, counts.right), right: settle(input, ends.right, counts.left) }
    if (settled.left && settled.right) await compare(input, sync)
    else endWithout(input, ends, settled)
  } catch (thrown) {
    endBroken(input, readings, thrown)
  }
}

/** Something of ours or the disk's broke: take back what is unpublished, and say so. */
function endBroken(input: SyncInput, readings: Sides<SideReading> | null, thrown: unknown): void {
  const { live, logger } = input
  if (live.signal.aborted && live.current().phase === 'evidence') {
    live.end({ state: 'cancelled', tell: 'Cancelled while absences were checked. What was compared stands.' })
    return
  }
  const error = toErrorData(asStorageError(thrown, 'cache.db') ?? thrown)
  if (error.blame === 'bug') logger.error('sync-broke', { runId: live.current().id, ...describeBug(thrown) })
  live.log('error', `${error.code}. ${error.tell}`)
  for (const side of sides) {
    try {
      if (readings) discard(input, { reading: readings[side], state: 'failed', error })
    } catch (again) {
      // Not even that could be written: the next sync or start takes the unfinished number back.
      logger.error('snapshot-not-discarded', describeBug(again))
      live.updateSide(side, { phase: 'failed', tell: error.tell })
    }
  }
  live.end({ state: 'failed', tell: error.tell })
}
