import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CheckStep } from '#contract/connections'
import { Instant } from '#contract/time'
import type { Session } from '../kit/connector.ts'
import { skippingClock } from '../kit/skipping-clock.ts'
import { connector } from './connector.ts'
import { type SandboxShift, startSandbox } from './sandbox.ts'
import { selectShifts, toAnswer } from './sandbox-shift.ts'

/** What this partner does wrong. */
type Mistakes = {
  ignoresDates?: boolean
  localTimes?: boolean
  ignoresFacility?: boolean
  repeats?: boolean
  getDiffers?: boolean
  getMissing?: boolean
  foundAnyway?: boolean
  open?: boolean
}

const now = Instant.parse('2026-11-21T12:00:00.000Z')
const habits = {
  dateFilter: 'overlap',
  unassigned: 'absent',
  lastPage: 'no-next',
  nextLink: 'relative',
  notFound: '404-empty',
} as const
const shape = { ownId: 'id', otherId: 'attributes.mapleShiftId' } as const
const key = 'canary-key-90aa'
const shifts: SandboxShift[] = Array.from({ length: 9 }, (_, n) => ({
  ownId: `s-${n}`,
  otherId: `m-${n}`,
  facility: 'north-1',
  start: `2026-11-${22 + Math.floor(n / 2)}T${n % 2 === 0 ? '06' : '14'}:00:00.000Z`,
  end: `2026-11-${22 + Math.floor(n / 2)}T${n % 2 === 0 ? '14' : '22'}:00:00.000Z`,
  label: 'Shift',
  requirements: 'CNA',
  worker: null,
  version: '1',
}))

const shifted = (text: string | null): string => new Date(Date.parse(text ?? '') - 5 * 3_600_000).toISOString()

/** A partner's server that answers as its mistakes say. */
async function startPartner(wrong: Mistakes): Promise<string> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (!wrong.open && request.headers['x-api-key'] !== key) return send(401, {})
    const id = /^\/shifts\/(.+)$/.exec(url.pathname)?.[1]
    if (id !== undefined) {
      const shift = shifts.find((one) => one.ownId === id) ?? (wrong.foundAnyway ? shifts[0] : undefined)
      if (shift === undefined || (wrong.getMissing && id === shift.ownId)) return send(404, {})
      return send(200, { data: toAnswer(wrong.getDiffers ? { ...shift, label: 'Other' } : shift, shape, habits) })
    }
    const read = wrong.localTimes ? shifted : (text: string | null) => text ?? ''
    const wide = { start: '2000-01-01T00:00:00.000Z', end: '2100-01-01T00:00:00.000Z' }
    const asked = wrong.ignoresDates
      ? wide
      : { start: read(url.searchParams.get('startDate')), end: read(url.searchParams.get('endDate')) }
    const facility = wrong.ignoresFacility ? 'north-1' : (url.searchParams.get('externalFacilityId') ?? '')
    const all = selectShifts(shifts, { ...asked, facility }, 'overlap')
    const page = Number(url.searchParams.get('page') ?? '1')
    const from = (page - 1) * (wrong.repeats ? 3 : 4)
    const data = all.slice(from, from + 4).map((shift) => toAnswer(shift, shape, habits))
    url.searchParams.set('page', String(page + 1))
    send(200, { data, links: from + 4 < all.length ? { next: url.pathname + url.search } : {} })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/shifts`
}

const openAt = (url: string, at = now): Session =>
  connector.open({
    settings: { listUrl: url, getUrl: url, facilityIds: 'north-1', localTestServer: true },
    secrets: { authHeaderValue: key },
    clock: skippingClock(at),
    signal: new AbortController().signal,
    random: () => 0,
  })

async function endsOf(told: AsyncIterable<CheckStep>): Promise<Record<string, CheckStep>> {
  const ends: Record<string, CheckStep> = {}
  for await (const step of told) if (step.state !== 'running') ends[step.id] = step
  return ends
}

async function ready(wrong: Mistakes): Promise<Record<string, CheckStep>> {
  const session = openAt(await startPartner(wrong))
  const check = connector.checks.find((one) => one.id === 'ready-for-maple')
  if (check === undefined) throw new Error('the check is gone')
  return endsOf(check.run(session, null))
}

describe('"Ready for Maple?" against a partner that does something wrong', () => {
  it('passes a partner that does everything right', async () => {
    expect(Object.values(await ready({})).filter((step) => step.state !== 'passed')).toEqual([])
  })

  const cases: [string, Mistakes, string, RegExp][] = [
    ['ignores the dates', { ignoresDates: true }, 'utc-filters', /outside the asked window/],
    ['reads the dates as local times', { localTimes: true }, 'utc-filters', /must be read as UTC/],
    ['ignores the facility', { ignoresFacility: true }, 'facility-filter', /must filter by externalFacilityId/],
    ['repeats shifts over pages', { repeats: true }, 'paging', /came twice/],
    ['answers Get from other data', { getDiffers: true }, 'get-equals-list', /label/],
    ['does not find what it lists', { getMissing: true }, 'get-equals-list', /does not find/],
    ['finds what does not exist', { foundAnyway: true }, 'unknown-id', /instead of 404/],
    ['answers without the key', { open: true }, 'authentication', /anyone could read/],
  ]
  it.each(cases)('names the step of a partner that %s', async (_, wrong, step, words) => {
    const ends = await ready(wrong)
    const failed = Object.values(ends).filter((end) => end.state === 'failed')
    expect(failed.map((end) => end.id)).toEqual([step])
    expect(ends[step]?.tell).toMatch(words)
    expect(JSON.stringify(ends)).not.toContain(key)
  })
})

describe('the connection test', () => {
  it('names a server that cannot be reached and tries nothing else', async () => {
    const sandbox = await startSandbox()
    await sandbox.close()
    const ends = await endsOf(connector.test(openAt(sandbox.getUrl)))
    expect(Object.values(ends).map((step) => [step.id, step.state])).toEqual([
      ['reach', 'failed'],
      ['sign-in', 'skipped'],
      ['read-list', 'skipped'],
      ['read-get', 'skipped'],
      ['clock', 'skipped'],
    ])
    expect(ends['reach']?.tell).toMatch(/cannot be reached/)
  })

  it('tells a wrong key apart from an unreachable server', async () => {
    const sandbox = await startSandbox({ auth: { header: 'x-api-key', value: 'another' } })
    onTestFinished(() => sandbox.close())
    const ends = await endsOf(connector.test(openAt(sandbox.getUrl)))
    expect(ends['reach']?.state).toBe('passed')
    expect(ends['sign-in']).toMatchObject({ state: 'failed', tell: expect.stringContaining('did not accept the key') })
    expect(ends['read-list']?.state).toBe('skipped')
  })

  it('warns where the clocks are more than two minutes apart', async () => {
    const url = await startPartner({})
    const minutesOff = async (minutes: number): Promise<CheckStep | undefined> => {
      const at = Instant.parse(new Date(Date.now() + minutes * 60_000).toISOString())
      return (await endsOf(connector.test(openAt(url, at))))['clock']
    }
    expect(await minutesOff(1)).toMatchObject({ state: 'passed' })
    expect(await minutesOff(5)).toMatchObject({ state: 'warned', tell: expect.stringContaining('5 minutes') })
  })
})
