import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Every unit test runs in UTC and again in a zone with clock changes (style 19). */
const zones = ['UTC', 'Europe/Warsaw']
const tests = ['src-*/**/*.test.ts', 'e2e/*.test.ts', 'e2e/bench/**/*.test.ts']
/**
 * Tests of the built program, which kill it, of the rules of the code, and of the start: slow, and nothing in them depends on
 * the zone. Nor does whether a suite can fail, which its sabotaged twin shows; the suite itself runs in both.
 */
const ofNoZone = [
  ...['e2e/crash/**/*.test.ts', 'e2e/rules/**/*.test.ts', 'src-main/hosts/*.test.ts'],
  ...['e2e/stand-in/**/*.test.ts', 'e2e/package/**/*.test.ts'],
  'src-*/**/*.sabotaged.test.ts',
]

/**
 * The same of slow tests that can share a process: keys and what they are sealed with, and what a system may do to a
 * connection, which are bytes and durations. What is read, compared and shown runs in both zones.
 */
const ofOneZone = [
  'src-main/{lost-keys,platform/stored-key-provider}.test.ts',
  'src-main/runs/sync-faults{,-slow}.test.ts',
  'src-main/connectors/kit/{make-vendor-http,retry}.test.ts',
  'src-main/hosts/node/page-server.test.ts',
  'src-main/transport/*.test.ts',
]

/** Files that put something else in a module's place, or watch one: no other file may meet what they leave behind. */
const alone = globSync(tests, { cwd: root, exclude: ofNoZone })
  // Waiting leaves nothing.
  .filter((path) => /\bvi\.(?!wait(For|Until)\b)/.test(readFileSync(join(root, path), 'utf8')))
  .map((path) => path.replaceAll(sep, '/'))

export default defineConfig({
  root,
  test: {
    pool: 'forks',
    // Left to itself it keeps one core free, which on two cores doubles the wait.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: zones.flatMap((zone) => {
      const shared = { env: { TZ: zone }, testTimeout: 30_000 }
      const exclude = [...alone, ...ofNoZone, ...(zone === 'UTC' ? [] : ofOneZone)]
      return [
        // Loading the modules anew for every file costs more than most files' tests: these share a process.
        { root, test: { ...shared, name: zone, include: tests, exclude, isolate: false } },
        {
          root,
          test: { ...shared, name: `${zone} alone`, include: zone === 'UTC' ? [...alone, ...ofNoZone] : alone },
        },
      ]
    }),
  },
})
