import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#contract/errors'
import { fromMs, Instant } from '#contract/time'
import type { WorkspaceInfo, WorkspaceState } from '#contract/workspace'
import { systemClock } from '../platform/clock.ts'
import { createFileLogger } from '../platform/file-logger.ts'
import { collectDiagnostics } from './collect-diagnostics.ts'

const at = Instant.parse('2026-03-29T01:30:00.000Z')
const infoOf = (state: WorkspaceState): WorkspaceInfo => ({
  ...{ state, folder: 'C:\\Users\\Ann\\Plumbline', demo: false, now: at, unlock: 'keychain', recovery: true },
  ...{ host: 'desktop', operator: 'Ann Invented', version: '1.2.3' },
})
const closed = { info: infoOf({ state: 'locked', wrongKey: false, retryAt: null }), files: null, at }

let folder: string
let logs: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-diagnostics-'))
  logs = join(folder, 'logs')
})
afterEach(() => rmSync(folder, { recursive: true }))

async function textOf(input: Parameters<typeof collectDiagnostics>[0]): Promise<string> {
  let text = ''
  for await (const piece of collectDiagnostics(input)) text += piece
  return text
}
const headOf = (text: string): unknown => JSON.parse(text.split('\n--- log')[0] ?? '')

describe('diagnostics', () => {
  it('say which program on which computer stands in which state, and nobody’s name', async () => {
    const text = await textOf({ ...closed, folder, logs })
    expect(headOf(text)).toMatchObject({
      at,
      program: { version: '1.2.3', host: 'desktop', node: process.versions.node },
      computer: { system: process.platform, processor: process.arch },
      workspace: { state: 'locked', error: null, unlock: 'keychain', recovery: true, sizes: { ledger: 0 } },
    })
    expect(text).not.toMatch(/Ann|Plumbline\b.*Users/)
  })

  it('say why a workspace did not open by its code', async () => {
    const error = { code: 'keychain-changed', blame: 'settings', tell: 'Look at C:\\Users\\Ann.' } as const
    const failed = infoOf({ state: 'failed', error, where: 'C:\\Users\\Ann', retry: true })
    const text = await textOf({ ...closed, info: failed, folder, logs: null })
    expect(headOf(text)).toMatchObject({ workspace: { state: 'failed', error: 'keychain-changed' } })
    expect(text).not.toContain('Ann')
  })

  it('are collected where a file of the workspace cannot be read, and say so', async () => {
    const files = () => {
      throw new AppError('workspace-damaged', { blame: 'settings', tell: 'cache.db is damaged' })
    }
    expect(headOf(await textOf({ ...closed, files, folder, logs }))).toMatchObject({ unreadable: 'workspace-damaged' })
  })

  it.each([
    ['C:\\Users\\Ann', 'C:\\Users\\Ann\\AppData\\Local\\Plumbline\\workspace'],
    ['/home/ann', '/home/ann/.local/share/plumbline/workspace'],
    ['/home/ann', '/srv/Invented-House'],
  ])('name neither the account nor the place in %s and %s, however a line spells them', async (home, place) => {
    const logger = createFileLogger({ folder: logs, clock: systemClock })
    logger.error('opened', {
      at: `${place}\\ledger.db`,
      beside: `${home}\\x`,
      url: `file://${place.replaceAll('\\', '/')}/x`,
    })
    const text = await textOf({ ...closed, folder: place, logs, home })
    expect(text.toLowerCase()).not.toMatch(/ann|invented/)
    const [line = ''] = text.split('\n').filter((one) => one.startsWith('{"at"'))
    expect(JSON.parse(line)).toMatchObject({ at: '(workspace)\\ledger.db', beside: '~\\x', event: 'opened' })
  })

  it('hold the newest lines of both logs, whole, and 2 MB of each at most', async () => {
    const clock = { ...systemClock, now: () => fromMs(Date.parse('2026-03-29T01:30:00.000Z')) }
    const desktop = join(logs, 'desktop')
    createFileLogger({ folder: desktop, clock }).warn('of the desktop\u2028application')
    mkdirSync(logs, { recursive: true })
    const line = (count: number) => `${JSON.stringify({ event: 'x'.repeat(990), count })}\n`
    for (const part of [0, 1]) {
      const lines = Array.from({ length: 2000 }, (_, index) => line(part * 2000 + index)).join('')
      writeFileSync(join(logs, `plumbline-2026-03-28-00${part}.jsonl`), lines)
    }
    const text = await textOf({ ...closed, folder, logs })
    const [, core = '', own = ''] = text.split(/\n--- log.* lines ---\n/)
    const counts = core
      .trimEnd()
      .split('\n')
      .map((one) => (JSON.parse(one) as { count: number }).count)
    expect(counts.at(-1)).toBe(3999)
    expect(counts).toEqual(counts.map((_, index) => 4000 - counts.length + index))
    expect(Buffer.byteLength(core)).toBeLessThanOrEqual(2 * 1024 * 1024)
    expect(Buffer.byteLength(core)).toBeGreaterThan(2 * 1024 * 1024 - 2 * line(0).length)
    expect(own.trimEnd().split(/[\n\u2028]/)).toEqual([
      expect.stringContaining('"event":"of the desktop\\u2028application"'),
    ])
  })
})
