import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromMs, Instant, toMs } from '#contract/time'
import { type Clock, systemClock } from '../platform/clock.ts'
import type { DataKeys } from '../platform/key-provider.ts'
import { assertLocalPath } from '../platform/local-folder.ts'
import { leaseStaleMs, readLease } from './lease.ts'
import { cacheMigrations } from './migrations/cache.ts'
import { openDatabase } from './open-database.ts'
import { openWorkspace, type WorkspaceViewer, type WorkspaceWriter } from './open-workspace.ts'
import { currentOperator, saveOperator } from './operator-store.ts'

const start = Instant.parse('2026-11-21T09:30:00.000Z')
let now = start
const clock: Clock = { ...systemClock, now: () => now }
const pass = (ms: number) => {
  now = fromMs(toMs(now) + ms)
}
const keys: DataKeys = { credentials: randomBytes(32), cache: randomBytes(32), ledger: randomBytes(32) }
const code = (value: string) => expect.objectContaining({ code: value })

let root: string
let folder: string
const opened: (WorkspaceWriter | WorkspaceViewer)[] = []
const children: ChildProcess[] = []

beforeEach(() => {
  now = start
  root = mkdtempSync(join(tmpdir(), 'plumbline-'))
  folder = join(root, 'workspace')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const workspace of opened.splice(0)) workspace.close()
  rmSync(root, { recursive: true, force: true })
})

function open(using: DataKeys = keys): WorkspaceWriter | WorkspaceViewer {
  const workspace = openWorkspace({ folder, keys: using, clock })
  opened.push(workspace)
  return workspace
}
function openAsWriter(): WorkspaceWriter {
  const workspace = open()
  if (workspace.role !== 'writer') throw new Error('expected to be the writer')
  return workspace
}
function closeAll(): void {
  for (const workspace of opened.splice(0)) workspace.close()
}
const openCache = (fence: number) =>
  openDatabase({
    path: join(folder, 'cache.db'),
    key: keys.cache,
    file: 'cache',
    mode: 'write',
    migrations: cacheMigrations,
    fence,
  })

/** Another program that opens the workspace with the time of this one, says what it became, and lives on. */
async function otherProgram(): Promise<{ child: ChildProcess; role: string }> {
  const at = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
  const hex = JSON.stringify({ cache: keys.cache.toString('hex'), ledger: keys.ledger.toString('hex') })
  const program = `
    import { openWorkspace } from ${at('./open-workspace.ts')}
    import { saveOperator } from ${at('./operator-store.ts')}
    const hex = ${hex}
    const keys = { credentials: Buffer.alloc(32), cache: Buffer.from(hex.cache, 'hex'), ledger: Buffer.from(hex.ledger, 'hex') }
    const clock = { now: () => ${JSON.stringify(now)} }
    globalThis.workspace = openWorkspace({ folder: ${JSON.stringify(folder)}, keys, clock })
    if (workspace.role === 'writer') saveOperator(workspace.ledger, { name: 'Ann Example', at: clock.now() })
    process.stdout.write(workspace.role)
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [said] = await once(child.stdout, 'data')
  return { child, role: String(said) }
}

describe('a workspace', () => {
  it('is made owner-only and keeps what was saved', () => {
    const first = openAsWriter()
    saveOperator(first.ledger, { name: 'Ann Example', at: now })
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
    closeAll()
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'ledger.db'), 0o644)
    const second = openAsWriter()
    expect(currentOperator(second.ledger)?.name).toBe('Ann Example')
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'ledger.db')).mode & 0o777]).toEqual([0o700, 0o600])
    expect(second.fence).toBeGreaterThan(first.fence)
  })

  it('has one writer: who comes second may read, and becomes the writer after the first one closed', () => {
    const writer = openAsWriter()
    pass(10_000)
    const viewer = open()
    expect([viewer.role, viewer.role === 'viewer' && viewer.since]).toEqual(['viewer', start])
    saveOperator(writer.ledger, { name: 'Ann Example', at: now })
    expect(currentOperator(viewer.ledger)?.name).toBe('Ann Example')
    expect(() => viewer.ledger.sql.exec('DELETE FROM operators')).toThrow()
    closeAll()
    expect(open().role).toBe('writer')
  })

  it('keeps its writer while the lease is renewed, however long that is', () => {
    const writer = openAsWriter()
    for (let time = 0; time < 12; time += 1) {
      pass(leaseStaleMs - 1)
      writer.renew()
    }
    pass(leaseStaleMs - 1)
    expect(open().role).toBe('viewer')
    expect(writer.ledger.transaction(() => 'still writes')).toBe('still writes')
  })

  it('is taken over from a writer that hangs, who can then write nothing more, neither ledger nor cache', () => {
    const hung = openAsWriter()
    const hungCache = openCache(hung.fence)
    pass(leaseStaleMs)
    const next = openAsWriter()
    const nextCache = openCache(next.fence)
    expect(() => saveOperator(hung.ledger, { name: 'Too Late', at: now })).toThrow(code('fenced'))
    expect(() => hungCache.transaction(() => undefined)).toThrow(code('fenced'))
    saveOperator(next.ledger, { name: 'Ann Example', at: now })
    expect(nextCache.transaction(() => 'writes')).toBe('writes')
    // The hung one wakes, sees that it lost, and lets go of the lock, which the new one then takes.
    expect(() => hung.renew()).toThrow(code('fenced'))
    next.renew()
    expect(readLease(next.ledger)?.locked).toBe(true)
    hungCache.sql.close()
    nextCache.sql.close()
  })

  it('is not taken from a writer that renews but has no lock because the hung one still had it', () => {
    const hung = openAsWriter()
    pass(leaseStaleMs)
    const next = openAsWriter()
    hung.close()
    opened.splice(opened.indexOf(hung), 1)
    expect(open().role).toBe('viewer')
    expect(next.ledger.transaction(() => 'still writes')).toBe('still writes')
  })

  it('is free at once after its writer was killed, with what that one saved', async () => {
    const { child, role } = await otherProgram()
    expect(role).toBe('writer')
    expect(open().role).toBe('viewer')
    closeAll()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const writer = openAsWriter()
    expect(currentOperator(writer.ledger)?.name).toBe('Ann Example')
  })

  it('is only viewed by another program while this one writes', async () => {
    openAsWriter()
    expect((await otherProgram()).role).toBe('viewer')
  })

  it('takes a number above the cache’s where the ledger was put back from a backup', () => {
    const first = openAsWriter()
    const cache = openCache(first.fence + 40)
    cache.sql.close()
    closeAll()
    expect(openAsWriter().fence).toBe(first.fence + 41)
  })
})

describe('a workspace that cannot be opened', () => {
  const bytes = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.db'))
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ])

  beforeEach(() => {
    const { fence } = openAsWriter()
    openCache(fence).sql.close()
    closeAll()
  })

  const newer = (file: 'ledger' | 'cache') => {
    const sql = openDatabase({
      path: join(folder, `${file}.db`),
      key: keys[file],
      file,
      mode: 'write',
      migrations: cacheMigrations,
    }).sql
    sql.pragma('user_version = 99')
    sql.close()
  }
  const flip = (file: string) => {
    const all = readFileSync(join(folder, file))
    all.writeUInt8(all.readUInt8(2000) ^ 1, 2000)
    writeFileSync(join(folder, file), all)
  }

  it.each([
    ['ledger.db', 'a newer ledger', () => newer('ledger'), 'workspace-newer'],
    ['cache.db', 'a newer cache', () => newer('cache'), 'workspace-newer'],
    ['ledger.db', 'a damaged ledger', () => flip('ledger.db'), 'workspace-damaged'],
    ['cache.db', 'a damaged cache', () => flip('cache.db'), 'workspace-damaged'],
    [
      'ledger.db',
      'a missing ledger',
      () => renameSync(join(folder, 'ledger.db'), join(root, 'away.db')),
      'workspace-damaged',
    ],
  ])('names %s: %s, leaves every byte, and keeps nobody else out', (name, _, spoil, expected) => {
    spoil()
    const before = bytes()
    for (let time = 0; time < 2; time += 1) {
      expect(() => open()).toThrow(expect.objectContaining({ code: expected, tell: expect.stringContaining(name) }))
    }
    expect(bytes()).toEqual(before)
    expect(existsSync(join(folder, `${name}-wal`))).toBe(false)
  })

  it('tells another ledger key from a cache that belongs to other keys', () => {
    const before = bytes()
    expect(() => open({ ...keys, ledger: randomBytes(32) })).toThrow(code('workspace-wrong-key'))
    expect(() => open({ ...keys, cache: randomBytes(32) })).toThrow(
      expect.objectContaining({ code: 'workspace-damaged', tell: expect.stringContaining('cache.db') }),
    )
    expect(bytes()).toEqual(before)
  })

  it('goes on without its cache, which a sync rebuilds', () => {
    rmSync(join(folder, 'cache.db'))
    expect(open().role).toBe('writer')
    expect(existsSync(join(folder, 'cache.db'))).toBe(false)
  })
})

describe('the place of a workspace', () => {
  it.each([
    '\\\\server\\share\\plumbline',
    '//server/share/plumbline',
    'C:\\Users\\ann\\OneDrive - Birch Clinic\\plumbline',
    '/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/plumbline',
    '/Users/ann/Library/CloudStorage/GoogleDrive-ann/plumbline',
    '/home/ann/Dropbox/plumbline',
    '/home/ann/Google Drive/plumbline',
  ])('is refused at %s', (path) => {
    expect(() => assertLocalPath(path)).toThrow(code('bad-input'))
  })

  it.each([
    '/home/ann/.local/share/plumbline',
    'C:\\Users\\ann\\AppData\\Local\\Plumbline',
    '/srv/dropbox-migration/data',
  ])('is accepted at %s', (path) => {
    expect(() => assertLocalPath(path)).not.toThrow()
  })

  it('is refused behind a link into a synchronised folder', () => {
    mkdirSync(join(root, 'Dropbox', 'inside'), { recursive: true })
    symlinkSync(join(root, 'Dropbox', 'inside'), folder)
    expect(() => open()).toThrow(code('bad-input'))
  })
})
