import { join } from 'node:path'
import type { Instant, ZoneId } from '#contract/time'
import { readDemoRecord } from '../../src-main/demo/demo-record.ts'
import { expectedDiscrepancies, type GroundTruth } from '../../src-main/demo/ground-truth.ts'
import { makeWorld, type World } from '../../src-main/demo/world.ts'
import { storedKeyProvider } from '../../src-main/platform/stored-key-provider.ts'
import { ledgerMigrations } from '../../src-main/storage/migrations/ledger.ts'
import { openDatabase } from '../../src-main/storage/open-database.ts'
import type { ShownRow } from '../screens/discrepancies-screen.ts'

/** The world that a running demo shows: rebuilt from the seed and day in its ledger. */
export async function worldOf(folder: string): Promise<World> {
  const provider = storedKeyProvider({ keysFile: join(folder, 'keys.json'), keyFile: join(folder, 'demo.key') })
  const { ledger: key } = await provider.unlock({ kind: 'key-file' })
  const path = join(folder, 'ledger.db')
  const db = openDatabase({ path, key, file: 'ledger', mode: 'read', migrations: ledgerMigrations })
  try {
    const record = readDemoRecord(db)
    if (record === null) throw new Error('this workspace is no demo')
    return makeWorld(record)
  } finally {
    db.sql.close()
  }
}

const fieldWords: Record<string, string> = { workerName: 'worker', label: 'shift', requirements: 'requirements' }

/** The words of `ui.md` 6 for what was planted, said anew here: the page's own code is what is being tested. */
function kindWords({ kind, fields }: GroundTruth): string {
  const others = fields.flatMap((field) => fieldWords[field] ?? [])
  const timed = fields.some((field) => field === 'start' || field === 'end')
  switch (kind) {
    case 'only-left':
      return 'Missing in Rotaboard'
    case 'only-right':
      return 'Missing in Maple'
    case 'duplicate':
      return 'Duplicate in Rotaboard'
    case 'unverified':
      return 'Not verified'
    case 'overlap':
      return 'Double-booked'
    default:
      if (!timed) return `Field differs: ${others.join(', ')}`
      if (others.length === 0) return 'Time differs'
      return `Time differs + ${others.length} field${others.length === 1 ? '' : 's'}`
  }
}

function localParts(instant: Instant, zone: ZoneId) {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
  const format = new Intl.DateTimeFormat('en-GB', {
    ...options,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  })
  const parts = format.formatToParts(new Date(instant))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  // British English writes Sept.
  const date = `${part('weekday')} ${part('day')} ${part('month').slice(0, 3)}`
  return { date, year: part('year'), weekday: part('weekday'), time: `${part('hour')}:${part('minute')}` }
}

/** `Fri 27 Nov 22:00 to Sat 07:30`: the day and times on the facility's wall; the year where it is another one. */
function whenWords({ start, end }: { start: Instant; end: Instant }, zone: ZoneId, now: Instant): string {
  const [from, to] = [localParts(start, zone), localParts(end, zone)]
  const year = from.year === localParts(now, zone).year ? '' : ` ${from.year}`
  return `${from.date}${year} ${from.time} to ${from.date === to.date ? '' : `${to.weekday} `}${to.time}`
}

export type ExpectedRow = Pick<ShownRow, 'kind' | 'facility' | 'who' | 'when'>

/** What the demo's list must show at `now`, by time: kind in words, who, where and when on the facility's wall. */
export function expectedRows(world: World, now: Instant): ExpectedRow[] {
  return expectedDiscrepancies(world, { now }).map((truth) => {
    const facility = world.facilities.find(({ letter }) => letter === truth.facility)
    const listed = [
      ...world.maple.filter(({ ownId, unlisted }) => ownId === truth.leftKey && !unlisted),
      ...truth.rightKeys.flatMap((key) => world.partner.filter(({ ownId, unlisted }) => ownId === key && !unlisted)),
    ]
    const [first] = listed
    if (!facility || !first) throw new Error(`nothing is listed of ${truth.leftKey ?? truth.rightKeys.join()}`)
    // A double booking shows the time that both shifts take.
    const shown =
      truth.kind === 'overlap'
        ? {
            start: listed.map(({ start }) => start).reduce((a, b) => (a > b ? a : b)),
            end: listed.map(({ end }) => end).reduce((a, b) => (a < b ? a : b)),
          }
        : first
    const worker = listed.find((shift) => shift.worker !== null)?.worker
    return {
      kind: kindWords(truth),
      facility: facility.name,
      who: worker ? `${worker.firstName} ${worker.lastName}` : 'nobody',
      when: whenWords(shown, facility.zone, now),
    }
  })
}
