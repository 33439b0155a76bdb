import { isDeepStrictEqual } from 'node:util'
import type { DiscrepancyBody, StoredDiscrepancy } from '../storage/discrepancy-store.ts'

/** True where what is stored says exactly this already, so that no new version of it is written. */
export const sameBody = (body: DiscrepancyBody, stored: StoredDiscrepancy): boolean =>
  (Object.keys(body) as (keyof DiscrepancyBody)[]).every((key) => {
    const [said, stands] = [body[key], stored[key]]
    return said === stands || (typeof said === 'object' && isDeepStrictEqual(said, stands))
  })
