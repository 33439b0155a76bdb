import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runScenario, type ScenarioEnd } from './run-scenario.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The longest first, so that none is left to run alone. */
const scenarios = {
  'sync-news': 'syncs from the tray and tells once, in numbers, what changed',
  'first-start': 'asks what a page asks first, in a folder without a workspace',
  demo: 'shows its page with policy and nonce, and a list of the core through the whole chain',
  hostile: 'refuses what a page taken over could try, and the core survives it',
  'core-ends':
    'tells the page that the core was killed in mid-stream, starts it again, and stops after the fourth time',
  'second-start': 'takes the link of a second start and does nothing but navigate',
  'second-instance': 'ends at once where another instance runs',
  'window-habits': 'keeps place and zoom of each screen, loads a crashed page again, and says why it cannot lock',
  quit: 'keeps preferences, stays in the tray where asked, and ends the core in order',
  'auto-lock': 'locks within two seconds of idle time, screen lock and suspend, and drops the page',
  keychain: 'names what is the matter with the keychain, changes nothing, and opens again',
  'refused-starts': 'says why it does not start',
  'main-client': 'gives a spec a client of its own, as the specs of the real window ask for one',
} as const

const inTurn = pLimit(2)
const ends = new Map<string, Promise<ScenarioEnd>>()
beforeAll(() => {
  for (const name of Object.keys(scenarios))
    ends.set(
      name,
      inTurn(() => runScenario(name)),
    )
})
afterAll(() => Promise.allSettled(ends.values()))

describe('the built desktop application on the stand-in', { timeout: 120_000 }, () => {
  it.each(Object.entries(scenarios).map(([name, sentence]) => ({ name, sentence })))('$sentence', async ({ name }) => {
    const { held, said } = (await ends.get(name)) ?? { held: false, said: 'it was not run' }
    expect(held ? 'held' : said).toBe('held')
  })

  it('says so in a dialog and ends with 1 where its page is missing', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'plumbline-no-page-'))
    for (const folder of ['main', 'preload'])
      cpSync(join(root, 'out', folder), join(copy, 'out', folder), { recursive: true })
    for (const shared of ['resources', 'node_modules', 'package.json'])
      symlinkSync(join(root, shared), join(copy, shared))
    const { held, said } = await inTurn(() => runScenario('failed-start', { root: copy }))
    rmSync(copy, { recursive: true, force: true })
    expect(held ? 'held' : said).toBe('held')
  })
})
