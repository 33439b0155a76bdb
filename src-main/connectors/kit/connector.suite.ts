import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CheckStep, SecretValues, SettingValues } from '#contract/connections'
import { AppError, type ErrorCode } from '#contract/errors'
import { RecordKey, type ScopeKey } from '#contract/ids'
import { type RecordKind, Refusal, ScheduleRecord } from '#contract/records'
import { type Span, spansMeet } from '#contract/time'
import type { Connector, Found, Page, Reads, Recall, Session } from './connector.ts'
import type { CommonFault, Sandbox } from './sandbox.ts'
import { type SkippingClock, skippingClock } from './skipping-clock.ts'

/** A running sandbox with a connection to it. The list must have at least three pages. */
export type ConnectorWorld = {
  sandbox: Sandbox
  settings: SettingValues
  secrets: SecretValues
  scope: ScopeKey
  window: Span
  /** Own ids of the records that meet the window, in no order. */
  expected: readonly string[]
}

export type ConnectorCase = {
  connector: Connector
  kind: RecordKind
  startWorld(): Promise<ConnectorWorld>
}

/** What each fault must end as, and how many requests it may take. */
const failures: readonly { fault: CommonFault; code: ErrorCode; requests: number }[] = [
  { fault: 'http-500', code: 'vendor-failed', requests: 4 },
  { fault: 'http-429', code: 'vendor-rate-limited', requests: 4 },
  { fault: 'http-429-retry-after', code: 'vendor-rate-limited', requests: 4 },
  { fault: 'cut-connection', code: 'vendor-cut-off', requests: 4 },
  { fault: 'truncated-json', code: 'vendor-cut-off', requests: 4 },
  { fault: 'login-page', code: 'vendor-not-json', requests: 1 },
  { fault: 'unauthorized', code: 'vendor-refused-login', requests: 1 },
]

/** What a list read gave before it ended or failed. */
async function drain(pages: AsyncIterable<Page>): Promise<{ pages: Page[]; error: unknown }> {
  const seen: Page[] = []
  try {
    for await (const page of pages) seen.push(page)
    return { pages: seen, error: null }
  } catch (error) {
    return { pages: seen, error }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof AppError ? error.code : `not an AppError: ${inspect(error)}`

/** The behaviour every connector shows against its sandbox. Run it once per way in which the sandbox can be set. */
export function connectorSuite(name: string, { connector, kind, startWorld }: ConnectorCase): void {
  describe(`${connector.id} (${name})`, () => {
    let world: ConnectorWorld
    let stop: AbortController
    let clock: SkippingClock

    beforeEach(async () => {
      world = await startWorld()
      stop = new AbortController()
      clock = skippingClock()
    })
    afterEach(() => world.sandbox.close())

    const open = (): Session =>
      connector.open({
        settings: world.settings,
        secrets: world.secrets,
        clock,
        signal: stop.signal,
        random: () => 0.5,
      })
    const reads = (): Reads => connector.reads(world.settings)[kind] ?? {}
    const list = (session = open(), recall?: Recall): AsyncIterable<Page> => {
      const read = reads().list
      if (read === undefined) throw new Error('this world has no list')
      return read(session, world.scope, world.window, recall)
    }
    const knowsNothing: Recall = { answer: () => undefined, element: () => null }
    const get = (keys: readonly string[], session = open()): AsyncIterable<Found> => {
      const read = reads().get
      if (read === undefined) throw new Error('this connector has no get')
      return read(
        session,
        world.scope,
        keys.map((key) => RecordKey.parse(key)),
      )
    }
    const steps = async (told: AsyncIterable<CheckStep>): Promise<CheckStep[]> => {
      const all: CheckStep[] = []
      for await (const step of told) all.push(step)
      return all
    }
    const secretsIn = (value: unknown): string[] => {
      const text =
        inspect(value, { depth: 12, showHidden: true, getters: false }) + String((value as Error | null)?.stack)
      return Object.values(world.secrets).filter((secret) => secret !== '' && text.includes(secret))
    }

    it('lists every record that meets the window once, and only the last page is terminal', async () => {
      const { pages, error } = await drain(list())
      expect(error).toBeNull()
      const records = pages.flatMap((page) => page.records)
      expect(records.map((record) => record.key).sort()).toEqual([...world.expected].sort())
      expect(pages.map((page) => page.terminal)).toEqual(pages.map((_, at) => at === pages.length - 1))
      expect(pages.length).toBeGreaterThanOrEqual(3)
      expect(records.filter((record) => !spansMeet(record.span, world.window))).toEqual([])
      for (const record of records) expect(ScheduleRecord.parse(record).kind).toBe(kind)
    })

    it('walks on over a page its caller knows, and tells the records of every other one', async () => {
      const { pages: first } = await drain(list(open(), knowsNothing))
      const sources = first.flatMap(({ source }) => source ?? [])
      // A connector may leave this out; then it tells every page in full.
      const known = sources[1]
      const answer: Recall['answer'] = (digest) => (digest === known?.digest ? known : undefined)
      const { pages: again, error } = await drain(list(open(), { ...knowsNothing, answer }))
      expect(error).toBeNull()
      expect(again).toEqual(
        first.map((page) =>
          page.source && page.source.digest === known?.digest
            ? {
                ...page,
                records: [],
                dropped: 0,
                outside: 0,
                echo: { scopes: [] },
                source: { digest: known.digest, next: known.next, recalled: true },
              }
            : page,
        ),
      )
    })

    it('tells every record but the one its caller knows', async () => {
      const { pages: first } = await drain(list(open(), knowsNothing))
      const elementsOf = ({ source }: Page) => (source && !source.recalled ? source.elements : null)
      // A connector may leave this out; then it tells every record.
      const page = first.find((one) => (elementsOf(one)?.digests.length ?? 0) > 1)
      const elements = page && elementsOf(page)
      if (!page || !elements) return
      const known = elements.digests[0]
      const element: Recall['element'] = (digest) => (digest === known ? 7 : null)
      const { pages: again, error } = await drain(list(open(), { ...knowsNothing, element }))
      expect(error).toBeNull()
      const [, ...digests] = elements.digests
      const [dropped = 0, ...others] = elements.dropped
      expect(again).toEqual(
        first.map((one) =>
          one === page
            ? {
                ...page,
                records: page.records.slice(1),
                dropped: page.dropped - dropped,
                source: { ...page.source, elements: { kept: [7], digests, dropped: others } },
              }
            : one,
        ),
      )
    })

    it('gives the same records by Get as by the list, in the order asked', async () => {
      const listed = (await drain(list())).pages.flatMap((page) => page.records)
      const found: Found[] = []
      for await (const one of get(listed.map((record) => record.key))) found.push(one)
      expect(found).toEqual(listed.map((record) => ({ key: record.key, record })))
    })

    it('says not-found for an id that does not exist, and goes on with the next', async () => {
      const known = world.expected[0] ?? ''
      const found: Found[] = []
      for await (const one of get(['no-such-id', known])) found.push(one)
      expect(
        found.map((one) => (typeof one.record === 'string' ? one.record : 'key' in one.record && one.record.key)),
      ).toEqual(['not-found', known])
    })

    describe.each(failures)('$fault', ({ fault, code, requests }) => {
      it(`ends a list on its second page as ${code} after ${requests} tries, without a terminal page`, async () => {
        world.sandbox.setFault(fault, { fromPage: 2 })
        const { pages, error } = await drain(list())
        expect(codeOf(error)).toBe(code)
        expect(pages.map((page) => page.terminal)).toEqual([false])
        expect(world.sandbox.requests.list).toBe(1 + requests)
        expect(secretsIn(error)).toEqual([])
      })

      it('ends a Get as a failure and never as not-found', async () => {
        world.sandbox.setFault(fault)
        const found: Found[] = []
        const error = await (async () => {
          for await (const one of get([world.expected[0] ?? ''])) found.push(one)
        })().catch((thrown: unknown) => thrown)
        expect(codeOf(error)).toBe(code)
        expect(found).toEqual([])
        expect(world.sandbox.requests.get).toBe(requests)
        expect(secretsIn(error)).toEqual([])
      })

      it('is told by the test as a readable step, without throwing', async () => {
        world.sandbox.setFault(fault)
        const told = await steps(connector.test(open()))
        const failed = told.find((step) => step.state === 'failed')
        expect(failed?.tell).toMatch(/127\.0\.0\.1/)
        expect(secretsIn(told)).toEqual([])
      })
    })

    it.each(['http-500', 'http-429-retry-after', 'cut-connection', 'truncated-json'] as const)(
      'gets over %s that passes',
      async (fault) => {
        world.sandbox.setFault(fault, { times: 2 })
        const { pages, error } = await drain(list())
        expect(error).toBeNull()
        expect(pages.flatMap((page) => page.records).length).toBe(world.expected.length)
        expect(clock.waits.length).toBe(2)
        if (fault === 'http-429-retry-after') expect(Math.min(...clock.waits)).toBeGreaterThanOrEqual(1_000)
      },
    )

    it.each(['repeated-next', 'next-other-host'] as const)(
      'gives up a list with %s, without a terminal page',
      async (fault) => {
        world.sandbox.setFault(fault, { fromPage: 2 })
        const { pages, error } = await drain(list())
        expect(codeOf(error)).toBe('vendor-unexpected')
        expect(pages.map((page) => page.terminal)).toEqual([false, false])
        expect(world.sandbox.requests.list).toBe(2)
      },
    )

    it('reads an empty list as a complete page without records', async () => {
      world.sandbox.setFault('empty-list')
      const { pages, error } = await drain(list())
      expect(error).toBeNull()
      expect(pages.map(({ records, refused, terminal }) => ({ records, refused, terminal }))).toEqual([
        { records: [], refused: [], terminal: true },
      ])
    })

    it('never gives records of another facility, and says whose they are', async () => {
      world.sandbox.setFault('wrong-facility')
      const { pages } = await drain(list())
      expect(pages.flatMap((page) => page.records)).toEqual([])
      expect(pages[0]?.echo?.scopes.some((scope) => scope !== world.scope)).toBe(true)
    })

    it.each([
      { fault: 'malformed-record', kept: { key: true, span: false } },
      { fault: 'malformed-worker', kept: { key: true, span: true } },
      { fault: 'malformed-id', kept: { key: false, span: true } },
    ] as const)('refuses one record with a pointer for $fault, and reads the rest', async ({ fault, kept }) => {
      world.sandbox.setFault(fault, { fromPage: 2, times: 1 })
      const { pages, error } = await drain(list())
      const refused = pages.flatMap((page) => page.refused)
      expect(error).toBeNull()
      expect(refused.length).toBe(1)
      const refusal = Refusal.parse(refused[0])
      expect({ key: refusal.key !== undefined, span: refusal.span !== undefined }).toEqual(kept)
      expect(refusal.pointer).toMatch(/^\/.*0\//)
      expect(refusal.endpoint).toMatch(/list/)
      expect(pages.flatMap((page) => page.records).length).toBe(world.expected.length - 1)
      expect(pages.at(-1)?.terminal).toBe(true)
    })

    it('stops at once when asked while an answer is awaited, and sends nothing more', async () => {
      world.sandbox.setFault('hang')
      const reading = drain(list())
      await vi.waitFor(() => expect(world.sandbox.requests.list).toBe(1))
      stop.abort()
      const { pages, error } = await reading
      expect(codeOf(error)).toBe('cancelled')
      expect(pages).toEqual([])
      expect(world.sandbox.requests.list).toBe(1)
    })

    it('stops between pages and sends nothing once stopped', async () => {
      const seen: Page[] = []
      const error = await (async () => {
        for await (const page of list()) {
          seen.push(page)
          stop.abort()
        }
      })().catch((thrown: unknown) => thrown)
      expect(codeOf(error)).toBe('cancelled')
      expect(seen.map((page) => page.terminal)).toEqual([false])
      expect(codeOf((await drain(list())).error)).toBe('cancelled')
      expect(world.sandbox.requests.list).toBe(1)
    })

    it('passes every step of its test against a healthy system', async () => {
      const ends = (await steps(connector.test(open()))).filter((step) => step.state !== 'running')
      expect(ends.map((step) => [step.id, step.state])).toEqual(ends.map((step) => [step.id, 'passed']))
      expect(ends.length).toBeGreaterThanOrEqual(3)
    })

    it('runs each of its checks to an end without a failed step against a healthy system', async () => {
      for (const check of connector.checks) {
        const told = await steps(check.run(open(), world.scope))
        expect(told.filter((step) => step.state === 'failed')).toEqual([])
        expect(secretsIn(told)).toEqual([])
      }
    })

    it('names the fields that are missing, and takes no unknown ones', () => {
      const attempt = (settings: SettingValues) => () =>
        connector.open({ settings, secrets: {}, clock, signal: stop.signal, random: () => 0 })
      const needed = connector.settings.filter(
        (field) => field.required && !field.secret && field.initial === undefined,
      )
      for (const field of needed)
        expect(attempt({})).toThrow(
          expect.objectContaining({ code: 'bad-input', tell: expect.stringContaining(field.label) }),
        )
      expect(attempt({ ...world.settings, surprise: 'x' })).toThrow(expect.objectContaining({ code: 'bad-input' }))
    })
  })
}
