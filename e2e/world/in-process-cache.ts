import { createRouterClient } from '@orpc/server'
import { openCacheService } from '../../src-main/runs/cache-service.ts'
import type { StartCache } from '../../src-main/runs/start-cache-worker.ts'

/** The cache service on the test's own thread: the same code as the worker's, without one. */
export const inProcessCache: StartCache = async (boot, logger) => {
  const service = openCacheService(boot, logger)
  return { client: createRouterClient(service.router), gone: new Promise<void>(() => {}), close: service.close }
}
