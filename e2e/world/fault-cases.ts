import type { Run } from '#contract/runs'
import type { FaultOptions } from '../../src-main/connectors/kit/sandbox.ts'
import type { MapleFault } from '../../src-main/connectors/maple/sandbox.ts'
import { shiftOf, startTwoSystems } from './two-systems.ts'

/** What goes wrong at the right system, and what the person then reads. */
export type FaultCase = {
  name: string
  fault: MapleFault
  options?: FaultOptions
  state: Run['state']
  /** Every record came all the same; only that it did is not proven. */
  everythingCame?: boolean
  /** Where the sentence about the right side must say. */
  says: RegExp
}

export const faultCases: readonly FaultCase[] = [
  {
    name: 'an emptied list',
    fault: 'empty-list',
    state: 'failed',
    says: /no records came where there were \d+ before/i,
  },
  { name: 'a server error', fault: 'http-500', state: 'failed', says: /500|failed|error/i },
  {
    name: 'a server error from page 2 on',
    fault: 'http-500',
    options: { fromPage: 2 },
    state: 'incomplete',
    says: /only in part/,
  },
  { name: 'too many requests', fault: 'http-429', state: 'failed', says: /too many|429|limit/i },
  {
    name: 'too many requests with a time to wait',
    fault: 'http-429-retry-after',
    state: 'failed',
    says: /too many|429|limit/i,
  },
  { name: 'a cut connection', fault: 'cut-connection', state: 'failed', says: /cut|broke|ended/i },
  {
    name: 'a connection cut on page 3',
    fault: 'cut-connection',
    options: { fromPage: 3 },
    state: 'incomplete',
    says: /only in part/,
  },
  { name: 'truncated JSON', fault: 'truncated-json', state: 'failed', says: /cut|incomplete|broke|ended/i },
  {
    name: 'truncated JSON on page 2',
    fault: 'truncated-json',
    options: { fromPage: 2 },
    state: 'incomplete',
    says: /only in part/,
  },
  { name: 'a login page answered with 200', fault: 'login-page', state: 'failed', says: /web page|sign-in/i },
  {
    name: 'a login page on page 2',
    fault: 'login-page',
    options: { fromPage: 2 },
    state: 'incomplete',
    says: /only in part/,
  },
  { name: 'a refused key', fault: 'unauthorized', state: 'failed', says: /key|sign/i },
  { name: 'a next link that repeats', fault: 'repeated-next', state: 'incomplete', says: /only in part/ },
  { name: 'a next link to another host', fault: 'next-other-host', state: 'incomplete', says: /only in part/ },
  {
    name: 'next links in a circle of 2 pages',
    fault: 'cycle-of-2',
    state: 'incomplete',
    says: /was read already \(a loop\)/,
  },
  {
    name: 'next links in a circle of 3 pages',
    fault: 'cycle-of-3',
    state: 'incomplete',
    says: /was read already \(a loop\)/,
  },
  {
    name: 'ids that come twice',
    fault: 'duplicate-ids',
    state: 'incomplete',
    everythingCame: true,
    says: /same id came more than once/,
  },
  {
    name: 'pages that overlap',
    fault: 'overlapping-pages',
    state: 'incomplete',
    everythingCame: true,
    says: /same id came more than once/,
  },
  { name: 'pages without end', fault: 'endless-pages', state: 'incomplete', says: /more pages than the page cap/ },
  {
    name: 'a token refused from page 2 on',
    fault: 'unauthorized',
    options: { fromPage: 2 },
    state: 'incomplete',
    says: /only in part.*key/i,
  },
  { name: 'an oversized body', fault: 'oversized-body', state: 'failed', says: /larger|too large|20 MB/i },
  { name: 'a compression bomb', fault: 'compression-bomb', state: 'failed', says: /larger|too large|20 MB/i },
  { name: 'a body without end', fault: 'endless-body', state: 'failed', says: /larger|too large|20 MB/i },
  { name: 'JSON nested too deeply', fault: 'deep-json', state: 'failed', says: /nested too deeply/ },
  {
    name: 'JSON nested too deeply on page 2',
    fault: 'deep-json',
    options: { fromPage: 2 },
    state: 'incomplete',
    says: /nested too deeply/,
  },
  { name: 'something that is no list', fault: 'not-a-list', state: 'failed', says: /did not answer with a list/ },
  { name: "another facility's records", fault: 'wrong-facility', state: 'failed', says: /another facility/ },
]

/** Answers that a loop may cost beyond the pages themselves (P7). */
const spareRequests = 1

const loops = /cycle|repeated/

const missing = (shown: readonly string[]): string[] => shown.filter((one) => one.startsWith('only-'))

/**
 * Runs one case on two systems that agree but for one planted difference: whatever the right system does, nothing may
 * become missing, the established difference stays, and the next good sync shows the truth again. Throws where not.
 */
export async function runFaultCase({ fault, options, state, says }: FaultCase): Promise<void> {
  const systems = await startTwoSystems()
  try {
    systems.left.put({ ...shiftOf(systems.left, 'maple-22'), label: 'Moved to ward 2' })
    await systems.sync()
    const before = await systems.shown()
    must(
      before.length === 1 && before[0] === 'differs maple-22 label',
      `the planted difference is shown, got ${before.join('; ')}`,
    )
    const viewed = (await systems.state()).right.snapshot

    systems.right.setFault(fault, options)
    // A record that only the left system has by now: the faulty read proves nothing about it.
    systems.left.put({
      ...shiftOf(systems.left, 'maple-24'),
      ownId: 'maple-new',
      otherId: null,
      label: 'New on the left',
      worker: { id: 'w-new', firstName: 'Nova', lastName: 'Invented-New' },
    })
    const asked = systems.right.requests.list
    const run = await systems.sync()
    const pages = systems.right.requests.list - asked
    must(!loops.test(fault) || pages <= 4 + spareRequests, `a loop is left at once, got ${pages} requests`)
    must(run.state === state, `the run ends ${state}, got ${run.state}: ${run.tell}`)
    must(says.test(run.tell), `the run says ${says}, got: ${run.tell}`)
    must(run.tell.includes('Northgate'), `the run names the system, got: ${run.tell}`)
    const during = await systems.shown()
    must(missing(during).length === 0, `nothing is missing, got ${missing(during).join('; ')}`)
    must(during.includes('differs maple-22 label'), 'the established difference stays')
    const held = await systems.state()
    if (state === 'failed') {
      must(held.right.snapshot === viewed, 'the last good snapshot stays in view')
      must(held.right.lastFailure !== null && says.test(held.right.lastFailure.tell), 'the side says what failed')
    } else must(held.right.coverage === 'partial', 'the side says it was read in part')

    systems.right.setFault(null)
    const after = await systems.sync()
    must(after.state === 'done', `the next sync is complete, got ${after.state}: ${after.tell}`)
    const shown = await systems.shown()
    must(
      shown.length === 2 && shown.includes('only-left maple-new'),
      `the truth is shown again, got ${shown.join('; ')}`,
    )
  } finally {
    await systems.close()
  }
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`expected that ${what}`)
}
