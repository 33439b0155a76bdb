import { describe, expect, it, onTestFinished } from 'vitest'
import type { CheckStep, SettingValues } from '#contract/connections'
import { RecordKey, ScopeKey } from '#contract/ids'
import type { Refusal } from '#contract/records'
import { Instant, type Span } from '#contract/time'
import { type ConnectorWorld, connectorSuite } from '../kit/connector.suite.ts'
import { skippingClock } from '../kit/skipping-clock.ts'
import { connector } from './connector.ts'
import { type MapleSandboxOptions, type SandboxShift, startSandbox } from './sandbox.ts'

const auth = { header: 'x-api-key', value: 'canary-key-5f1c9a' }
const scope = ScopeKey.parse('north-1')
const hour = 3_600_000

/** The hour now; the connection test asks for the weeks around it. */
const base = Math.floor(Date.now() / hour) * hour
const at = (hours: number): Instant => Instant.parse(new Date(base + hours * hour).toISOString())
const window: Span = { start: at(0), end: at(96) }

const shift = (ownId: string, from: number, to: number, more: Partial<SandboxShift> = {}): SandboxShift => ({
  ownId,
  otherId: `m-${ownId}`,
  facility: scope,
  start: at(from),
  end: at(to),
  label: 'Night shift',
  requirements: 'RN',
  worker: {
    id: 'w-1',
    firstName: 'Quilla',
    lastName: 'Demonstrator',
    email: 'quilla@example.org',
    phone: '+1 555 0100',
  },
  version: '1',
  ...more,
})

const inside = [
  shift('crosses-start', -8, 2),
  ...Array.from({ length: 10 }, (_, n) => shift(`s-${n}`, 4 + 8 * n, 12 + 8 * n, n % 3 === 0 ? { worker: null } : {})),
  shift('same-start', 4, 12, { otherId: null }),
  shift('crosses-end', 92, 100),
]
const outside = [
  shift('before', -20, -12),
  shift('ends-at-start', -8, 0),
  shift('starts-at-end', 96, 104),
  shift('elsewhere', 4, 12, { facility: 'south-2' }),
]

const settingsOf = (sandbox: { listUrl: string | null; getUrl: string }, more: SettingValues = {}): SettingValues => ({
  ...(sandbox.listUrl !== null && { listUrl: sandbox.listUrl }),
  getUrl: sandbox.getUrl,
  facilityIds: `${scope}\nsouth-2`,
  localTestServer: true,
  ...more,
})

async function startWorld(options: MapleSandboxOptions, settings: SettingValues = {}): Promise<ConnectorWorld> {
  const sandbox = await startSandbox({ shifts: [...inside, ...outside], auth, pageSize: 5, ...options })
  return {
    sandbox,
    settings: settingsOf(sandbox, settings),
    secrets: { authHeaderValue: auth.value, customHeaders: 'x-tenant: canary-tenant-77' },
    scope,
    window,
    expected: inside.map((one) => one.ownId),
  }
}

const ways: Record<string, [MapleSandboxOptions, SettingValues]> = {
  'overlap, absolute links, no links at the end': [
    { dateFilter: 'overlap', nextLink: 'absolute', lastPage: 'no-links' },
    {},
  ],
  'start only, relative links, null at the end': [
    { dateFilter: 'start', nextLink: 'relative', lastPage: 'null', unassigned: 'null', notFound: '404-empty' },
    {},
  ],
  "Maple's side, empty text at the end": [
    { lastPage: 'empty', shape: { ownId: 'id', otherId: 'attributes.externalShiftId' } },
    { crossReferenceField: 'attributes.externalShiftId' },
  ],
  'own id among the attributes, no next at the end': [
    { lastPage: 'no-next', nextLink: 'relative', shape: { ownId: 'attributes.mapleShiftId', otherId: 'id' } },
    { ownIdField: 'attributes.mapleShiftId', crossReferenceField: 'id' },
  ],
}

for (const [name, [options, settings]] of Object.entries(ways)) {
  connectorSuite(name, { connector, kind: 'shift', startWorld: () => startWorld(options, settings) })
}

async function openAt(options: MapleSandboxOptions, settings: SettingValues = {}) {
  const world = await startWorld(options, settings)
  onTestFinished(() => world.sandbox.close())
  const session = connector.open({
    settings: world.settings,
    secrets: world.secrets,
    clock: skippingClock(),
    signal: new AbortController().signal,
    random: () => 0,
  })
  return { ...world, session, shiftReads: connector.reads(world.settings).shift ?? {} }
}

const endsOf = async (told: AsyncIterable<CheckStep>): Promise<Record<string, CheckStep>> => {
  const ends: Record<string, CheckStep> = {}
  for await (const step of told) if (step.state !== 'running') ends[step.id] = step
  return ends
}
const check = connector.checks[0]
const ready = async (options: MapleSandboxOptions): Promise<Record<string, CheckStep>> => {
  const { session } = await openAt(options)
  if (check === undefined) throw new Error('no check')
  return endsOf(check.run(session, scope))
}
const statesOf = (ends: Record<string, CheckStep>): Record<string, string> =>
  Object.fromEntries(Object.entries(ends).map(([id, step]) => [id, step.state]))

describe('a Maple connection', () => {
  it('keeps worker id and name, label, requirements and version; drops email, phone and unknown fields and counts them', async () => {
    const { session, shiftReads } = await openAt({ shifts: [shift('one', 4, 12, { raw: { mood: 'sunny' } })] })
    const pages = []
    for await (const page of shiftReads.list?.(session, scope, window) ?? []) pages.push(page)
    expect(pages).toEqual([
      {
        records: [
          {
            key: 'one',
            references: [{ id: 'm-one' }],
            kind: 'shift',
            resource: 'w-1',
            span: { start: at(4), end: at(12) },
            written: { start: at(4), end: at(12) },
            fields: { label: 'Night shift', requirements: 'RN', worker: 'w-1', workerName: 'Quilla Demonstrator' },
            vendorVersion: '1',
          },
        ],
        refused: [],
        dropped: 3,
        outside: 0,
        terminal: true,
        echo: { scopes: [scope] },
      },
    ])
  })

  it('asks for one day more before the window, in UTC with milliseconds, and leaves out what lies outside', async () => {
    const { session, shiftReads } = await openAt({ pageSize: 100, dateFilter: 'start' })
    for await (const page of shiftReads.list?.(session, scope, window) ?? []) {
      expect(page.records.length).toBe(inside.length)
      expect(page.outside).toBe(2)
    }
  })

  it('without a list address has no list, still gets, and says what cannot be found', async () => {
    const { session, shiftReads, settings } = await openAt({ withList: false })
    expect(Object.keys(shiftReads)).toEqual(['get'])
    expect(connector.readNote(settings)).toBe(
      'Read by Get for every shift the other side names: shifts that this system alone holds cannot be found.',
    )
    const found = []
    for await (const one of shiftReads.get?.(session, scope, [RecordKey.parse('s-1')]) ?? []) found.push(one)
    expect(found[0]?.record).toMatchObject({ key: 's-1' })
    expect(statesOf(await endsOf(connector.test(session)))).toEqual({
      reach: 'passed',
      'sign-in': 'passed',
      'read-list': 'skipped',
      'read-get': 'passed',
      clock: 'passed',
    })
  })

  it('refuses a Get answer that is another shift or of another facility', async () => {
    const other = shift('s-1', 4, 12, { raw: {}, facility: 'south-2' })
    const { session, shiftReads } = await openAt({ shifts: [other] })
    const refusals: (Refusal | unknown)[] = []
    for await (const one of shiftReads.get?.(session, scope, [RecordKey.parse('s-1')]) ?? []) refusals.push(one.record)
    expect(refusals).toMatchObject([{ endpoint: 'get', pointer: '/data/attributes/externalFacilityId', key: 's-1' }])
    const swapped = await openAt(
      {
        shifts: [shift('s-1', 4, 12, { raw: { mapleShiftId: 's-9' } })],
        shape: { ownId: 'attributes.mapleShiftId', otherId: 'none' },
      },
      { ownIdField: 'attributes.mapleShiftId', crossReferenceField: 'none' },
    )
    for await (const { record } of swapped.shiftReads.get?.(swapped.session, scope, [RecordKey.parse('s-1')]) ?? []) {
      expect(record).toMatchObject({ pointer: '/data/attributes/mapleShiftId', key: 's-1' })
      expect(JSON.stringify(record)).not.toContain('s-9')
    }
  })

  it('refuses times without Z, an end before the start and a wrong reference; each keeps what could be read', async () => {
    const { session, shiftReads } = await openAt({
      pageSize: 100,
      shifts: [
        shift('wall-time', 4, 12, { raw: { startTime: at(4).slice(0, -1) } }),
        shift('offset', 5, 12, { raw: { startTime: at(5).replace('Z', '+00:00') } }),
        shift('backwards', 6, 12, { raw: { endTime: at(5) } }),
        shift('numbered', 7, 12, { raw: { mapleShiftId: 12 } }),
      ],
    })
    for await (const { refused, records } of shiftReads.list?.(session, scope, window) ?? []) {
      expect(records).toEqual([])
      expect(refused.map(({ key, pointer, pairReference, span }) => ({ key, pointer, pairReference, span }))).toEqual([
        { key: 'wall-time', pointer: '/data/0/attributes/startTime', pairReference: 'm-wall-time', span: undefined },
        {
          key: 'offset',
          pointer: '/data/1/attributes/startTime',
          pairReference: 'm-offset',
          span: { start: at(5), end: at(12) },
        },
        { key: 'backwards', pointer: '/data/2/attributes/endTime', pairReference: 'm-backwards', span: undefined },
        {
          key: 'numbered',
          pointer: '/data/3/attributes/mapleShiftId',
          pairReference: undefined,
          span: { start: at(7), end: at(12) },
        },
      ])
    }
  })

  it.each([
    ['http without the switch', { localTestServer: false }, 'Local test server'],
    ['the same field for both ids', { crossReferenceField: 'id' }, 'same field'],
    ['an address with a user name', { getUrl: 'https://me:pw@example.org/shifts' }, 'Get shift address'],
    ['a header that cannot be set', { authHeaderName: 'host' }, 'Authentication header'],
  ])('does not open with %s', (_, settings, words) => {
    const sandbox = { listUrl: null, getUrl: 'http://127.0.0.1:9/shifts' }
    const opening = (): unknown =>
      connector.open({
        settings: settingsOf(sandbox, settings),
        secrets: {},
        clock: skippingClock(),
        signal: new AbortController().signal,
        random: () => 0,
      })
    expect(opening).toThrow(
      expect.objectContaining({ code: 'bad-input', blame: 'settings', tell: expect.stringContaining(words) }),
    )
  })
})

describe('"Ready for Maple?"', () => {
  const all = ['shape', 'utc-filters', 'facility-filter', 'paging', 'get-equals-list', 'unknown-id', 'authentication']

  it.each(['overlap', 'start'] as const)(
    'passes every step of a partner whose list filters by %s',
    async (dateFilter) => {
      expect(statesOf(await ready({ dateFilter }))).toEqual(Object.fromEntries(all.map((id) => [id, 'passed'])))
    },
  )

  it('says what is not proven: one page only, no authentication, no list', async () => {
    expect((await ready({ pageSize: 100 }))['paging']).toMatchObject({ state: 'warned' })
    expect((await ready({ auth: null }))['authentication']).toMatchObject({ state: 'failed' })
    const without = statesOf(await ready({ withList: false }))
    expect(without).toMatchObject({
      shape: 'skipped',
      paging: 'skipped',
      'unknown-id': 'passed',
      authentication: 'passed',
    })
  })

  it('finds a record that is not of the documented shape and points at it', async () => {
    const ends = await ready({ pageSize: 100, shifts: [...inside, shift('bad', 1, 2, { raw: { endTime: 'later' } })] })
    expect(ends['shape']).toMatchObject({ state: 'failed', tell: expect.stringContaining('/attributes/endTime') })
    expect(ends['utc-filters']?.state).toBe('passed')
  })
})
