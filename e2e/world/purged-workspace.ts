import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DiscrepancySelection } from '#contract/discrepancies'
import { RecordKey } from '#contract/ids'
import type { Retention } from '#contract/retention'
import type { Run } from '#contract/runs'
import { fromMs, toMs } from '#contract/time'
import { type Clock, systemClock } from '../../src-main/platform/clock.ts'
import { type AuditRow, listAudit } from '../../src-main/storage/audit-store.ts'
import { backupDatabase } from '../../src-main/storage/backup-database.ts'
import { makeReadDb } from '../../src-main/storage/database.ts'
import { connectEncrypted } from '../../src-main/storage/encrypted-connection.ts'
import { keysIn, type TestApp } from './test-app.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from './two-systems.ts'

/** Invented words of which nothing may be left: people of an ended shift, and what was written about it. */
export const canaries = [
  ...['purgeworth', 'zebulon', 'canaryshift'],
  ...['canaryreason', 'canarynote', 'canarytask', 'canarypair'],
] as const

/** The shift they stand in: it ended five days ago. */
const ended = { left: RecordKey.parse('maple-10'), right: RecordKey.parse('rota-10') }

const open = { order: 'time', offset: 0, limit: 500 } as const

/** How far back the people at the page act. */
let daysBack = 0
const clock: Clock = { ...systemClock, now: () => fromMs(toMs(systemClock.now()) - daysBack * 86_400_000) }

/** Plants them on both sides and in all that people write. */
async function plant({ test: { client }, left, right, pairingId, facilityId, sync }: TwoSystems): Promise<void> {
  const worker = { id: 'w-gone', firstName: 'Zebulon', lastName: 'Purgeworth' }
  left.put({ ...shiftOf(left, ended.left), worker, label: 'Canaryshift' })
  right.put({ ...shiftOf(right, ended.right), worker, label: 'Canaryshift late' })
  await sync()
  const { rows } = await client.discrepancies.list({ filter: { text: 'purgeworth' }, ...open })
  const [row] = rows
  if (!row || rows.length > 1) throw new Error(`${rows.length} rows where one was planted`)
  const about = { pairingId, fingerprint: row.fingerprint }
  await client.discrepancies.note({ ...about, text: 'Canarynote: Zebulon said so' })
  const task = await client.followUps.add({ facilityId, about, text: 'Canarytask: ask Zebulon' })
  // Its text is kept for as long as one may want to open it again.
  daysBack = 3
  await client.followUps.close({ id: task.id, closed: true })
  daysBack = 0
  const of: DiscrepancySelection = { by: 'fingerprint', rows: [{ ...about, bornIn: row.bornIn }] }
  await client.discrepancies.accept({ of, reason: 'Canaryreason: Zebulon swapped', until: null })
  const words = { pairingId, leftKey: ended.left, rightKey: RecordKey.parse('rota-11'), reason: 'Canarypair' }
  await client.matches.decide({ ...words, decision: 'forbid' })
}

/** All that a database holds, as SQL reads it. */
function dump(path: string, key: Buffer): string {
  const sql = connectEncrypted({ path, key, readonly: true })
  try {
    const tables = sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[]
    return tables.map((name) => JSON.stringify(sql.prepare(`SELECT * FROM "${name}"`).all())).join()
  } finally {
    sql.close()
  }
}

/** In which files of a workspace each canary stands: in their bytes, or in what a database of them holds. */
async function search(folder: string): Promise<string[]> {
  const keys = await keysIn(folder).unlock({ kind: 'key-file' })
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  )
  return names.flatMap((name) => {
    const path = join(folder, name)
    const held = name.endsWith('.db') ? dump(path, name === 'cache.db' ? keys.cache : keys.ledger) : ''
    const texts = [readFileSync(path).toString('latin1'), held].map((text) => text.toLowerCase())
    return canaries
      .filter((canary) => texts.some((text) => text.includes(canary)))
      .map((canary) => `${canary} in ${name}`)
  })
}

export type PurgedWorkspace = {
  /** In which files the canaries stood before the purge, stand after it while the program runs, and once it has ended. */
  before: string[]
  running: string[]
  after: string[]
  retention: Retention
  /** When each record that was stored before the purge, and ended before the window in view, ended: ms since 1970. */
  endsBeforeWindow: number[]
  /** What the audit says of purges that took something away. */
  audited: AuditRow['detail'][]
  /** Reasons and texts of the ended shift after the purge. */
  written: string[]
  /** How the next sync ended. */
  next: Pick<Run, 'state' | 'outcome'>
}

const openFile = async (folder: string, file: 'ledger' | 'cache') =>
  connectEncrypted({
    path: join(folder, `${file}.db`),
    key: (await keysIn(folder).unlock({ kind: 'key-file' }))[file],
    readonly: true,
  })

async function readEndsBeforeWindow(folder: string): Promise<number[]> {
  const sql = await openFile(folder, 'cache')
  try {
    const text = 'SELECT end_ms FROM record_version WHERE end_ms < (SELECT max(start_ms) FROM snapshot)'
    return sql.prepare(text).pluck().all() as number[]
  } finally {
    sql.close()
  }
}

/** A backup from before the purge, as a migration makes one. */
async function backUp(folder: string): Promise<void> {
  const ledger = await openFile(folder, 'ledger')
  const { ledger: key } = await keysIn(folder).unlock({ kind: 'key-file' })
  backupDatabase(ledger, { folder: join(folder, 'backups'), key })
  ledger.close()
}

async function readLedger(folder: string): Promise<Pick<PurgedWorkspace, 'audited' | 'written'>> {
  const sql = await openFile(folder, 'ledger')
  try {
    const of = (text: string): string[] => sql.prepare(text).pluck().all() as string[]
    return {
      audited: listAudit(makeReadDb(sql), { limit: 100 }).flatMap(({ action, detail }) =>
        action === 'purged' ? [detail] : [],
      ),
      written: [
        ...of('SELECT reason FROM discrepancy_decisions'),
        ...of('SELECT reason FROM match_decisions'),
        ...of('SELECT text FROM notes'),
        ...of('SELECT text FROM follow_ups'),
      ],
    }
  } finally {
    sql.close()
  }
}

/** A workspace in which people were planted who then left the window, purged with a retention of one day. */
export async function purgeWorkspace(): Promise<PurgedWorkspace> {
  const two = await startTwoSystems({ clock })
  const { folder } = two.test
  let again: TestApp | null = null
  try {
    await plant(two)
    const { id, facilityId, recipeId, left, right, policy } = (await two.state()).pairing
    await two.test.client.pairings.save({ id, facilityId, recipeId, left, right, policy: { ...policy, daysBack: 0 } })
    await two.sync()
    await two.test.app.close()
    await backUp(folder)
    const before = await search(folder)
    const endsBeforeWindow = await readEndsBeforeWindow(folder)

    again = await two.test.reopen({ trigger: 'command' })
    await again.client.retention.save({ days: 1 })
    await again.client.retention.purge({})
    const retention = await again.client.retention.show({})
    const running = await search(folder)
    await again.app.close()
    const after = await search(folder)

    again = await again.reopen({ trigger: 'command' })
    const { state, outcome } = await again.sync(two.pairingId)
    await again.app.close()
    return {
      before,
      running,
      after,
      retention,
      endsBeforeWindow,
      next: { state, outcome },
      ...(await readLedger(folder)),
    }
  } finally {
    await again?.app.close()
    await two.close()
  }
}
