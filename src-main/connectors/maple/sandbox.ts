import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CommonFault, FaultOptions, RequestCounts, Sandbox } from '../kit/sandbox.ts'
import { type Answer, json, latencyMs, problem, replacedBy, sendSpoiled, spoil } from './sandbox-faults.ts'
import { type SandboxHabits, type SandboxShape, type SandboxShift, selectShifts, toAnswer } from './sandbox-shift.ts'

export type { SandboxHabits, SandboxShape, SandboxShift } from './sandbox-shift.ts'

/** Plain JSON. Left out: no shifts, no authentication, partner's shape, pages of 50, a free port, the vendor page's habits. */
export type MapleSandboxOptions = Partial<SandboxHabits> & {
  shifts?: readonly SandboxShift[]
  auth?: { header: string; value: string } | null
  shape?: SandboxShape
  pageSize?: number
  withList?: boolean
  port?: number
  /** Waits before each answer, so that a person sees progress. */
  delayMs?: number
}

export type MapleFault = CommonFault

export type MapleSandbox = Sandbox<MapleFault> & {
  /** Null where the sandbox was started without a list. */
  readonly listUrl: string | null
  readonly getUrl: string
  /** Stores the shift, in place of one with the same own id. */
  put(shift: SandboxShift): void
  remove(ownId: string): void
  all(): SandboxShift[]
  clear(): void
}

/**
 * Starts a server on 127.0.0.1 with the two endpoints of the vendor's sync page (`/shifts` and `/shifts/{id}`), with the
 * choices of `vendors.md` 2.2 as options and faults that can be set while it runs. Rejects where the port is taken.
 */
export async function startSandbox(options: MapleSandboxOptions = {}): Promise<MapleSandbox> {
  const habits: SandboxHabits = {
    dateFilter: options.dateFilter ?? 'overlap',
    unassigned: options.unassigned ?? 'absent',
    lastPage: options.lastPage ?? 'no-next',
    nextLink: options.nextLink ?? 'absolute',
    notFound: options.notFound ?? '404-errors',
  }
  const shape = options.shape ?? { ownId: 'id', otherId: 'attributes.mapleShiftId' }
  const pageSize = options.pageSize ?? 50
  const withList = options.withList ?? true
  const shifts = new Map((options.shifts ?? []).map((shift) => [shift.ownId, shift]))
  const requests: RequestCounts = { list: 0, get: 0, other: 0, unauthorized: 0 }
  let origin = ''
  let fault: { kind: MapleFault; from: number; left: number; endpoint?: 'list' | 'get'; gets: number } | null = null

  /** The fault this answer shows, counted off where it is limited. */
  const faultFor = (endpoint: 'list' | 'get', page: number): MapleFault | null => {
    if (fault === null || (fault.endpoint !== undefined && fault.endpoint !== endpoint)) return null
    if (endpoint === 'get') fault.gets += 1
    if ((endpoint === 'list' ? page : fault.gets) < fault.from || fault.left <= 0) return null
    fault.left -= 1
    return fault.kind
  }

  const linksOf = (next: string | null): Record<string, unknown> => {
    if (next !== null) return { links: { next } }
    if (habits.lastPage === 'no-links') return {}
    return { links: habits.lastPage === 'no-next' ? {} : { next: habits.lastPage === 'null' ? null : '' } }
  }

  const list = (url: URL, page: number, shown: MapleFault | null): Answer => {
    const facility = url.searchParams.get('externalFacilityId')
    const start = url.searchParams.get('startDate') ?? ''
    const end = url.searchParams.get('endDate') ?? ''
    if (facility === null || facility === '') return problem(400, 'bad-request', 'externalFacilityId is missing')
    if (
      !start.endsWith('Z') ||
      !end.endsWith('Z') ||
      Number.isNaN(Date.parse(start)) ||
      Number.isNaN(Date.parse(end))
    ) {
      return problem(400, 'bad-request', 'startDate and endDate must be UTC times')
    }
    if (shown === 'empty-list') return json(200, { data: [] })
    const selected = selectShifts(shifts.values(), { facility, start, end }, habits.dateFilter)
    // Pages go on after the last record seen rather than by number: a write meanwhile neither skips nor repeats one.
    const after = url.searchParams.get('after')
    const at = after === null ? 0 : selected.findIndex((shift) => `${Date.parse(shift.start)} ${shift.ownId}` > after)
    const from = at === -1 ? selected.length : at
    const shownShifts = selected.slice(from, from + pageSize)
    const upTo = from + pageSize + (shown === 'missing-page' ? pageSize : 0)
    const last = selected[Math.min(upTo, selected.length) - (shown === 'overlapping-pages' ? pageSize / 2 : 0) - 1]
    const more = last !== undefined && upTo < selected.length
    const next = new URL(url)
    next.searchParams.set('page', String(page + 1))
    if (more) next.searchParams.set('after', `${Date.parse(last.start)} ${last.ownId}`)
    const firstPage = new URL(url)
    for (const name of ['page', 'after']) firstPage.searchParams.delete(name)
    const link = (target: URL): string =>
      habits.nextLink === 'absolute' ? target.href : target.pathname + target.search
    const data = shownShifts.map((shift, index) => {
      const answer = toAnswer(shift, shape, habits)
      return index === 0 || shown === 'wrong-facility' ? spoil(answer, shown) : answer
    })
    if (shown === 'next-other-host') return json(200, { data, ...linksOf('http://elsewhere.invalid/shifts?page=2') })
    if (shown === 'repeated-next') return json(200, { data, ...linksOf(link(url)) })
    const round = shown === 'cycle-of-2' ? 2 : shown === 'cycle-of-3' ? 3 : null
    if (page === round) return json(200, { data, ...linksOf(link(firstPage)) })
    if (shown === 'endless-pages') return json(200, { data: page === 1 ? data : [], ...linksOf(link(next)) })
    if (shown === 'duplicate-ids') data.push(...data.slice(0, 1))
    return json(200, { data, ...linksOf(more ? link(next) : null) })
  }

  const get = (id: string, shown: MapleFault | null): Answer => {
    const shift = shifts.get(id)
    if (shift !== undefined) return json(200, { data: spoil(toAnswer(shift, shape, habits), shown) })
    return habits.notFound === '404-empty' ? { status: 404, body: '' } : problem(404, 'not-found', 'Shift not found')
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (options.delayMs !== undefined) await new Promise((done) => setTimeout(done, options.delayMs))
    const url = new URL(request.url ?? '/', origin)
    const auth = options.auth
    if (auth && request.headers[auth.header.toLowerCase()] !== auth.value) {
      requests.unauthorized += 1
      return sendSpoiled(response, problem(401, 'unauthorized', 'Unauthorized'), null)
    }
    const isList = withList && url.pathname === '/shifts'
    const id = /^\/shifts\/([^/]+)$/.exec(url.pathname)?.[1]
    if (request.method !== 'GET' || (!isList && id === undefined)) {
      requests.other += 1
      return sendSpoiled(response, problem(404, 'no-route', 'No such address'), null)
    }
    const page = Number(url.searchParams.get('page') ?? '1')
    requests[isList ? 'list' : 'get'] += 1
    const shown = faultFor(isList ? 'list' : 'get', page)
    if (shown === 'hang') return
    if (shown === 'latency') await new Promise((done) => setTimeout(done, latencyMs))
    const answer = replacedBy(shown) ?? (isList ? list(url, page, shown) : get(decodeURIComponent(id ?? ''), shown))
    sendSpoiled(response, answer, shown)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(options.port ?? 0, '127.0.0.1', done)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    origin,
    listUrl: withList ? `${origin}/shifts` : null,
    getUrl: `${origin}/shifts`,
    requests,
    setFault: (kind: MapleFault | null, { fromPage = 1, times = Infinity, endpoint }: FaultOptions = {}) => {
      fault = kind && { kind, from: fromPage, left: times, gets: 0, ...(endpoint && { endpoint }) }
    },
    put: (shift) => void shifts.set(shift.ownId, shift),
    remove: (ownId) => void shifts.delete(ownId),
    all: () => [...shifts.values()],
    clear: () => shifts.clear(),
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
