import type { CompareInfo } from '#contract/compares'
import { fromMs, Instant } from '#contract/time'
import { readCacheGeneration } from '../storage/cache-generation.ts'
import { listPastCompares } from '../storage/compare-history-store.ts'
import { writeCompareId } from '../storage/compare-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { type Desk, implementer } from './desk.ts'
import { pairingsUnder } from './stored-filter.ts'

/** What time travel reaches. */
export const compareProcedures = (desk: Desk) => ({
  list: implementer.compares.list.handler(({ input: { limit, ...asked } }): CompareInfo[] => {
    const { ledger, cache } = desk.open()
    const generation = readCacheGeneration(cache) ?? ''
    const wanted = pairingsUnder(listPairings(ledger), asked)
    return listPastCompares(cache, wanted, limit).map(({ number, comparedAt, startMs, endMs, ...rest }) => ({
      ...rest,
      id: writeCompareId(generation, { pairingId: rest.pairingId, number }),
      at: Instant.parse(comparedAt),
      window: { start: fromMs(startMs), end: fromMs(endMs) },
    }))
  }),
})
