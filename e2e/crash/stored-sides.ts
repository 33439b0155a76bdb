import { existsSync } from 'node:fs'
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { SideName } from '#contract/ids'
import type { KeyProvider } from '../../src-main/platform/key-provider.ts'
import { storedKeyProvider } from '../../src-main/platform/stored-key-provider.ts'
import { workspacePlaces } from '../../src-main/platform/workspace-places.ts'
import type { ReadDb } from '../../src-main/storage/database.ts'
import { cacheMigrations } from '../../src-main/storage/migrations/cache.ts'
import { ledgerMigrations } from '../../src-main/storage/migrations/ledger.ts'
import { openDatabase } from '../../src-main/storage/open-database.ts'
import { type HeldRecords, textOf } from './changing-systems.ts'
import type { WorkspacePlace } from './hosted-workspace.ts'

const names = ['ledger', 'cache'] as const

/** The two files of a workspace, opened for reading beside whoever writes them. */
export type StoredFiles = { cache: ReadDb; ledger: ReadDb }

/** Opens the keys of the host's own workspace in this place. */
export function keysOf({ folder, home }: Pick<WorkspacePlace, 'folder' | 'home'>): KeyProvider {
  const env = { XDG_CONFIG_HOME: join(home, 'config'), LOCALAPPDATA: join(home, 'local') }
  return storedKeyProvider(workspacePlaces({ demo: false, folder }, { platform: process.platform, home, env }))
}

/** Where the files lie and what opens them: the workspace itself, or a copy of its files. */
export type StoredPlace = { folder: string; keys: KeyProvider }

/** Reads the files of a workspace that opens with a key file, beside whoever writes them. */
export async function readStored<T>({ folder, keys }: StoredPlace, read: (files: StoredFiles) => T): Promise<T> {
  const data = await keys.unlock({ kind: 'key-file' })
  const open = (file: (typeof names)[number]): ReadDb =>
    openDatabase({
      path: join(folder, `${file}.db`),
      key: data[file],
      file,
      mode: 'read',
      migrations: file === 'cache' ? cacheMigrations : ledgerMigrations,
    })
  const cache = open('cache')
  const ledger = open('ledger')
  try {
    return read({ cache, ledger })
  } finally {
    cache.sql.close()
    ledger.sql.close()
  }
}

/** Copies both files as they lie on the disk, so that looking at them changes nothing for the next start. */
export async function copyStored(place: WorkspacePlace, name: string): Promise<string> {
  const copy = join(place.root, name)
  await rm(copy, { recursive: true, force: true })
  await mkdir(copy)
  for (const file of names.flatMap((one) => [`${one}.db`, `${one}.db-wal`])) {
    if (existsSync(join(place.folder, file))) await copyFile(join(place.folder, file), join(copy, file))
  }
  return copy
}

const count = (db: ReadDb, text: string): number => db.sql.prepare(text).pluck().get() as number

/** Rows that nobody may see yet: their snapshot was being built when the program was killed. */
export const unpublishedRows = (cache: ReadDb): number =>
  count(
    cache,
    `SELECT count(*) FROM record_version v JOIN snapshot s ON s.side_id = v.side_id AND (s.number = v.born OR s.number = v.ended)
     WHERE s.state = 'building'`,
  )

/** Whether both files are sound page by page. */
export function soundnessProblems({ cache, ledger }: StoredFiles): string[] {
  return [cache, ledger]
    .map(({ sql }) => ({ name: basename(sql.name), answer: String(sql.pragma('quick_check', { simple: true })) }))
    .filter(({ answer }) => answer !== 'ok')
    .map(({ name, answer }) => `${name} is not sound: ${answer}`)
}

/** What may only name sealed snapshots once a start has taken back what a crash left. */
const numbered = [
  ['record_version', 'born'],
  ['record_version', 'ended'],
  ['unread', 'born'],
  ['unread', 'ended'],
  ['coverage', 'number'],
  ['absent_key', 'number'],
] as const

/** Traces of an unpublished snapshot in an opened workspace; none where each read is whole or gone. */
export function leftoverProblems({ cache }: StoredFiles): string[] {
  const problems: string[] = []
  const expectNone = (found: number, what: string): void => {
    if (found > 0) problems.push(`${found} ${what}`)
  }
  expectNone(count(cache, `SELECT count(*) FROM snapshot WHERE state = 'building'`), 'snapshots still being built')
  for (const [table, column] of numbered) {
    const text = `SELECT count(*) FROM ${table} t WHERE t.${column} IS NOT NULL AND NOT EXISTS
      (SELECT 1 FROM snapshot s WHERE s.side_id = t.side_id AND s.number = t.${column} AND s.state = 'sealed')`
    expectNone(count(cache, text), `rows of ${table} whose ${column} is no sealed snapshot`)
  }
  const pointer = `SELECT count(*) FROM side WHERE published IS NOT
    (SELECT max(number) FROM snapshot s WHERE s.side_id = side.id AND s.state = 'sealed')`
  expectNone(count(cache, pointer), 'sides that do not show their newest sealed snapshot')
  expectNone(count(cache, `SELECT count(*) FROM run WHERE state = 'running'`), 'runs told as running that nobody runs')
  return problems
}

type VisibleRow = { key: string; reference: string | null; startMs: number; endMs: number; fields: string }

/** What a reader of the side sees: key to text of the record; null before the first published snapshot. */
export function visibleRecords({ cache }: StoredFiles, side: SideName): HeldRecords | null {
  const row = cache.sql.prepare('SELECT id, published FROM side WHERE side = ?').get(side)
  const { id, published } = (row ?? { id: 0, published: null }) as { id: number; published: number | null }
  if (published === null) return null
  const visible = cache.sql
    .prepare(
      `SELECT record_key AS key, reference, start_ms AS startMs, end_ms AS endMs, fields FROM record_version
       WHERE side_id = :id AND born <= :published AND (ended IS NULL OR ended > :published)`,
    )
    .all({ id, published }) as VisibleRow[]
  const held = new Map<string, string>()
  for (const { key, reference, startMs, endMs, fields } of visible) {
    const { label, requirements, worker, workerName } = JSON.parse(fields) as Record<string, string | null>
    const text = textOf([startMs, endMs, worker, workerName, label, requirements, reference])
    // Two visible versions of one record must not pass as one.
    held.set(held.has(key) ? `${key} doubled` : key, text)
  }
  return held
}

/** Which of the whole states a side shows: the index in `states`, or -1 where it is none of them. */
export function shownState(visible: HeldRecords | null, states: readonly (HeldRecords | null)[]): number {
  return states.findIndex((state) => {
    if (state === null || visible === null) return state === visible
    return state.size === visible.size && [...state].every(([key, text]) => visible.get(key) === text)
  })
}
