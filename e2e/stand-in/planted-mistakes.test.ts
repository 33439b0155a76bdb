import { copyFileSync, cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PlantedMistake, plantedMistakes } from './planted-mistakes.ts'
import { runScenario, type ScenarioEnd } from './run-scenario.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** So long is waited for what cannot come; everything else has the time it needs. */
const waitMs = 5000
const inTurn = pLimit(4)

let place: string
const ends = new Map<string, Promise<ScenarioEnd>>()

/** A copy of the built program, with a mistake where one is given. */
function copyOf(name: string, mistake?: PlantedMistake): string {
  const copy = join(place, name.replaceAll(' ', '-'))
  for (const folder of ['main', 'preload'])
    cpSync(join(root, 'out', folder), join(copy, 'out', folder), { recursive: true })
  symlinkSync(join(root, 'out', 'renderer'), join(copy, 'out', 'renderer'))
  for (const shared of ['resources', 'node_modules']) symlinkSync(join(root, shared), join(copy, shared))
  copyFileSync(join(root, 'package.json'), join(copy, 'package.json'))
  if (mistake) plant(join(copy, 'out'), mistake)
  return copy
}

/** Throws unless the text stands there exactly once: a mistake that is not planted would prove nothing. */
function plant(out: string, { name, file, find, put }: PlantedMistake): void {
  const paths = globSync('{main,preload}/**/*.{js,cjs}', { cwd: out }).filter((path) =>
    file.test(path.replaceAll(sep, '/')),
  )
  const holding = paths.flatMap((path) => {
    const text = readFileSync(join(out, path), 'utf8')
    return Array.from({ length: text.split(find).length - 1 }, () => ({ path, text }))
  })
  const [only] = holding
  if (!only || holding.length > 1) {
    throw new Error(
      `"${name}" cannot be planted: its text stands ${holding.length} times in the built program, not once.`,
    )
  }
  writeFileSync(
    join(out, only.path),
    only.text.replace(find, () => put),
  )
}

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'plumbline-planted-'))
  const start = (name: string, scenario: string, mistake?: PlantedMistake): void => {
    const waits = mistake?.scenario === 'first-start' ? { waitMs } : {}
    const end = inTurn(() => runScenario(scenario, { root: copyOf(name, mistake), ...waits }))
    // Whoever asks for it hears of a failure; nobody asks where an earlier test ended the run.
    end.catch(() => {})
    ends.set(name, end)
  }
  start('no mistake', 'first-start')
  for (const mistake of plantedMistakes) start(mistake.name, mistake.scenario, mistake)
})
afterAll(async () => {
  await Promise.allSettled(ends.values())
  rmSync(place, { recursive: true, force: true })
})

describe('a planted mistake in the wiring is found', { timeout: 120_000 }, () => {
  it('and a copy without one is not refused', async () => {
    expect(await ends.get('no mistake')).toMatchObject({ held: true })
  })

  it.each(plantedMistakes)('$name', async ({ name, shows }) => {
    const end = await ends.get(name)
    expect({ held: end?.held, said: end?.said }).toEqual({ held: false, said: expect.stringMatching(shows) })
  })

  it('and all of them stand in the README', () => {
    const table = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
    expect(table).toContain(plantedTable())
  })
})

/** The table of the README. */
const plantedTable = (): string =>
  [
    '| planted mistake | scenario that fails | by saying |',
    '|---|---|---|',
    ...plantedMistakes.map(({ name, scenario, shows }) => `| ${name} | \`${scenario}\` | \`${shows.source}\` |`),
  ].join('\n')
