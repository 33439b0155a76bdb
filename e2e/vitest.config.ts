import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Every unit test runs in UTC and again in a zone with clock changes (style 19). */
const zones = ['UTC', 'Europe/Warsaw']
/** Tests of the built program, which kill it; they are slow and nothing in them depends on the zone. */
const builtProgram = 'e2e/crash/**/*.test.ts'

export default defineConfig({
  root,
  test: {
    pool: 'forks',
    // Left to itself it keeps one core free, which on two cores doubles the wait.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: zones.map((zone) => ({
      root,
      test: {
        name: zone,
        include: [
          'src-*/**/*.test.ts',
          'e2e/*.test.ts',
          'e2e/rules/**/*.test.ts',
          'e2e/bench/**/*.test.ts',
          ...(zone === 'UTC' ? [builtProgram] : []),
        ],
        env: { TZ: zone },
        testTimeout: 30_000,
      },
    })),
  },
})
