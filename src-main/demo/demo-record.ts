import { z } from 'zod'
import { AppError } from '#contract/errors'
import { ConnectionId, FacilityId } from '#contract/ids'
import { LocalDate } from '#contract/time'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { readSetting, writeSetting } from '../storage/workspace-setting-store.ts'

const settingKey = 'demo'

/** What a demo workspace remembers of itself: its world in two values, and which rows it made for it. */
const DemoRecord = z.strictObject({
  seed: z.int(),
  day: LocalDate,
  connections: z.strictObject({ maple: ConnectionId, partner: ConnectionId }),
  facilities: z.strictObject({ a: FacilityId, b: FacilityId }),
})
export type DemoRecord = z.infer<typeof DemoRecord>

const parseRecord = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Null where this workspace never was a demo. Throws AppError `workspace-damaged` where what stands there is unreadable. */
export function readDemoRecord(ledger: ReadDb): DemoRecord | null {
  const text = readSetting(ledger, settingKey)
  if (text === null) return null
  const parsed = DemoRecord.safeParse(parseRecord(text))
  if (parsed.success) return parsed.data
  throw new AppError('workspace-damaged', {
    blame: 'bug',
    tell: 'The demo no longer knows which invented world it showed. Delete the demo folder and start the demo again; your own workspace is another folder and stays as it is.',
    log: 'the demo record in the ledger is unreadable',
    cause: parsed.error,
  })
}

/** Stores it over the earlier one. */
export function writeDemoRecord(ledger: WriteDb, record: DemoRecord): void {
  writeSetting(ledger, settingKey, JSON.stringify(record))
}
