import { createRouterClient } from '@orpc/server'
import { type Clock, systemClock } from '../../src-main/platform/clock.ts'
import { openCacheService } from '../../src-main/runs/cache-service.ts'
import type { StartCache } from '../../src-main/runs/start-cache-worker.ts'

/** The cache service on the test's own thread, by a clock of the test's: the same code as the worker's, without one. */
export const inProcessCacheBy =
  (clock: Clock): StartCache =>
  async (boot, logger) => {
    const service = openCacheService(boot, logger, clock)
    return { client: createRouterClient(service.router), gone: new Promise<void>(() => {}), close: service.close }
  }

/** The same by the computer's clock. */
export const inProcessCache: StartCache = inProcessCacheBy(systemClock)
