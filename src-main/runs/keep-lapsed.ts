import type { ReadDb, WriteDb } from '../storage/database.ts'
import { lapseDecisions } from '../storage/discrepancy-decision-store.ts'
import { listOvertaken } from '../storage/overtaken-decision-store.ts'

/** What is asked of the one writer of the cache. */
type Forgetting = { forgetOvertaken(input: { id: number }): PromiseLike<unknown> }
type Files = { cache: ReadDb; ledger: WriteDb; worker: Forgetting }

/** A group of many thousands may end at once; the page is answered in between. */
const atOnce = 2_000

/**
 * Brings into the ledger which decisions a moved value ended, so that a cache read anew does not take them up again. Only
 * then are they forgotten where the compare that found them noted them: who dies in between does it once more.
 */
export async function keepLapsed({ cache, ledger, worker }: Files): Promise<void> {
  for (;;) {
    const overtaken = listOvertaken(cache, atOnce)
    const last = overtaken.at(-1)
    if (!last) return
    lapseDecisions(ledger, overtaken)
    await worker.forgetOvertaken({ id: last.id })
  }
}
