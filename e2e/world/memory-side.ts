import { hash } from 'node:crypto'
import { AppError } from '#contract/errors'
import { ConnectorId, PairKey, RecordKey, ResourceKey, ScopeKey, type SideName } from '#contract/ids'
import type { Refusal, ScheduleRecord } from '#contract/records'
import { fromMs, spansMeet } from '#contract/time'
import type { Page, Recall, Session } from '../../src-main/connectors/kit/connector.ts'
import type { SidePlan } from '../../src-main/runs/side-plan.ts'

/** A record of a side that lives in memory: what a random program edits. Times in ms UTC. */
export type MemoryRecord = {
  key: string
  reference: string | null
  startMs: number
  endMs: number
  label: string
  worker: string | null
  refused?: boolean
  unlisted?: boolean
}

export type MemoryFault =
  | { kind: 'none' }
  | { kind: 'fails-after'; pages: number }
  | { kind: 'cancels-after'; pages: number }

export type MemorySide = {
  records: Map<string, MemoryRecord>
  fault: MemoryFault
  epoch: string
  cancel(): void
  /** Pages that a read knew from before as a whole, since the side was made. */
  recalled: number
  /** Records it knew from before in other pages. */
  recalledRecords: number
}

export const scope = ScopeKey.parse('facility-1')
const pageSize = 4

export function toRecord(one: MemoryRecord): ScheduleRecord {
  const span = { start: fromMs(one.startMs), end: fromMs(one.endMs) }
  return {
    key: RecordKey.parse(one.key),
    references: one.reference === null ? [] : [{ id: RecordKey.parse(one.reference) }],
    kind: 'shift',
    resource: one.worker === null ? null : ResourceKey.parse(one.worker),
    span,
    written: span,
    fields: {
      label: one.label,
      requirements: 'RN',
      worker: one.worker,
      workerName: one.worker && `Invented ${one.worker}`,
    },
  }
}

const toRefusal = (one: MemoryRecord, index: number): Refusal => ({
  endpoint: 'list',
  index,
  pointer: `/data/${index}/attributes/version`,
  problem: 'not a text',
  key: RecordKey.parse(one.key),
  ...(one.reference === null ? {} : { pairReference: RecordKey.parse(one.reference) }),
  span: { start: fromMs(one.startMs), end: fromMs(one.endMs) },
})

const cutOff = (): AppError => new AppError('vendor-cut-off', { blame: 'network', tell: 'The connection was cut off.' })

/**
 * A side plan that reads from memory in pages of four, with the faults a program asks for. One that `remembers` leaves out
 * the pages and records that its reader knows, as a vendor's connector does.
 */
export function memoryPlan(name: SideName, side: MemorySide, remembers: boolean): SidePlan {
  type Window = { start: never; end: never }
  async function* list(_: Session, __: unknown, window: Window, recall?: Recall): AsyncGenerator<Page> {
    const listed = [...side.records.values()].filter(
      (one) => !one.unlisted && spansMeet({ start: fromMs(one.startMs), end: fromMs(one.endMs) }, window),
    )
    listed.sort((a, b) => a.startMs - b.startMs || (a.key < b.key ? -1 : 1))
    const pages = Math.max(1, Math.ceil(listed.length / pageSize))
    for (let page = 0; page < pages; page += 1) {
      if (side.fault.kind !== 'none' && side.fault.pages <= page) {
        if (side.fault.kind === 'cancels-after') side.cancel()
        throw cutOff()
      }
      const here = listed.slice(page * pageSize, (page + 1) * pageSize)
      const terminal = page === pages - 1
      const digest = hash('sha1', JSON.stringify([here, terminal]))
      const next = terminal ? null : `${page + 1}`
      if (remembers && recall?.answer(digest) !== undefined) {
        side.recalled += 1
        yield { records: [], refused: [], terminal, dropped: 0, source: { digest, next, recalled: true } }
        continue
      }
      const digestOf = (one: MemoryRecord): string => hash('sha256', JSON.stringify(one), 'binary')
      const numberOf = (one: MemoryRecord): number | null =>
        remembers && !one.refused ? (recall?.element(digestOf(one)) ?? null) : null
      const kept = here.flatMap((one) => numberOf(one) ?? [])
      side.recalledRecords += kept.length
      const told = here.filter((one) => !one.refused && numberOf(one) === null)
      yield {
        records: told.map(toRecord),
        refused: here.filter((one) => one.refused).map(toRefusal),
        terminal,
        dropped: 0,
        source: {
          digest,
          next,
          recalled: false,
          elements: { kept, digests: told.map(digestOf), dropped: told.map(() => 0) },
        },
      }
    }
  }
  return {
    side: name,
    system: name === 'left' ? 'Left system' : 'Right system',
    connector: { id: ConnectorId.parse('memory') } as SidePlan['connector'],
    scope,
    reads: {
      list: list as never,
      async *get(_, __, keys) {
        for (const key of keys) {
          const one = side.records.get(key)
          yield { key, record: one ? toRecord(one) : 'not-found' }
        }
      },
    },
    readBy: 'list',
    get epoch() {
      return hash('sha1', side.epoch)
    },
    open: () => ({}) as Session,
    pairKeyOf: ({ key, reference }) => (name === 'left' ? PairKey.parse(key) : reference && PairKey.parse(reference)),
  }
}
