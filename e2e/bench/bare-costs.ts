import { hash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import type BetterSqlite3 from 'better-sqlite3'
import { applySettings, databaseSettings } from '../../src-main/storage/database-settings.ts'
import { connectEncrypted } from '../../src-main/storage/encrypted-connection.ts'
import type { BenchSide } from './bench-world.ts'

/** What the same work costs when nothing is kept, checked or explained: the floors that the bench stands beside. */
type Item = { id: string; attributes: Record<string, string> & { assignedTo: Record<string, string> } }
type Page = { data: Item[]; links: { next?: string } }

const sides = ['left', 'right'] as const

async function* pagesOf(origin: string, side: BenchSide): AsyncGenerator<string> {
  let url: string | undefined = `${origin}/${side}/shifts`
  while (url !== undefined) {
    const text: string = await (await fetch(url)).text()
    yield text
    url = /"links":\{"next":"([^"]+)"\}\}$/.exec(text)?.[1]
  }
}

/** Fetches and parses all pages of both sides at once; returns ms. */
export async function bareFetchParse(origin: string): Promise<number> {
  const began = performance.now()
  const read = async (side: BenchSide): Promise<number> => {
    let records = 0
    let url: string | undefined = `${origin}/${side}/shifts`
    while (url !== undefined) {
      const page: Page = JSON.parse(await (await fetch(url)).text()) as Page
      records += page.data.length
      url = page.links.next
    }
    return records
  }
  const counts = await Promise.all(sides.map(read))
  const ms = performance.now() - began
  if (counts.some((count) => count === 0)) throw new Error('the bench’s server sent nothing')
  return ms
}

/** A ciphered file of two bare tables, and what filling it costs: parse, hash, prepared insert without an index. */
export type BareFile = { sql: BetterSqlite3.Database; insertMs: number; close(): void }

const columns = 'key, pair, start, end, label, requirements, worker, first, last, facility, version, hash'
const commitEvery = 100

export async function fillBareFile(path: string, origin: string): Promise<BareFile> {
  closeSync(openSync(path, 'wx', 0o600))
  const sql = connectEncrypted({ path, key: Buffer.alloc(32, 9), readonly: false })
  applySettings(sql, databaseSettings('cache', process.platform))
  let insertMs = 0
  for (const side of sides) {
    sql.exec(`CREATE TABLE bare_${side} (${columns})`)
    const insert = sql.prepare(`INSERT INTO bare_${side} (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    const texts: string[] = []
    const flush = (): void => {
      const began = performance.now()
      sql.exec('BEGIN IMMEDIATE')
      for (const text of texts.splice(0)) {
        for (const { id, attributes: a } of (JSON.parse(text) as Page).data) {
          const compared = [
            a['startTime'],
            a['endTime'],
            a['shiftLabel'],
            a['workerRequirements'],
            a.assignedTo['externalUserId'],
          ]
          const digest = hash('sha256', JSON.stringify(compared), 'base64url')
          const pair = side === 'left' ? id : (a['mapleShiftId'] ?? '')
          const { externalUserId, firstName, lastName } = a.assignedTo
          insert.run(
            id,
            pair,
            Date.parse(a['startTime'] ?? ''),
            Date.parse(a['endTime'] ?? ''),
            a['shiftLabel'],
            a['workerRequirements'],
            externalUserId,
            firstName,
            lastName,
            a['externalFacilityId'],
            a['version'],
            digest,
          )
        }
      }
      sql.exec('COMMIT')
      insertMs += performance.now() - began
    }
    for await (const text of pagesOf(origin, side)) if (texts.push(text) === commitEvery) flush()
    flush()
    // For the join alone; the insert it stands beside has none.
    sql.exec(`CREATE INDEX bare_${side}_pair ON bare_${side} (pair, hash)`)
  }
  return { sql, insertMs, close: () => sql.close() }
}

/** Disagreeing pairs by one join inside SQLite over covering indexes that stand already. */
export function joinDifferences(sql: BetterSqlite3.Database): number {
  const text = `SELECT count(*) FROM bare_left l FULL OUTER JOIN bare_right r ON l.pair = r.pair WHERE l.hash IS NOT r.hash`
  return sql.prepare(text).pluck().get() as number
}

/** Disagreeing pairs by a Map that somebody would write by hand. */
export function mapDifferences(sql: BetterSqlite3.Database): number {
  const rows = (side: BenchSide) =>
    sql.prepare(`SELECT pair, hash FROM bare_${side}`).raw().iterate() as IterableIterator<[string, string]>
  const left = new Map<string, string>()
  for (const [pair, digest] of rows('left')) left.set(pair, digest)
  let differing = 0
  for (const [pair, digest] of rows('right')) {
    if (left.get(pair) !== digest) differing += 1
    left.delete(pair)
  }
  return differing + left.size
}
