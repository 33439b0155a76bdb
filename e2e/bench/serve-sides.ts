// The two systems of the bench in a process of their own: pages rendered ahead, in the shape of the Maple sandbox. The
// sandbox itself sorts all its shifts for every page, which at a million would measure the sandbox.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type SandboxHabits, type SandboxShape, toAnswer } from '../../src-main/connectors/maple/sandbox-shift.ts'
import { type BenchSide, type BenchWorld, type Edit, shiftAt } from './bench-world.ts'

const pageSize = 500
const habits: SandboxHabits = {
  dateFilter: 'overlap',
  unassigned: 'absent',
  lastPage: 'no-next',
  nextLink: 'absolute',
  notFound: '404-errors',
}
const shapes: Readonly<Record<BenchSide, SandboxShape>> = {
  left: { ownId: 'id', otherId: 'attributes.externalShiftId' },
  right: { ownId: 'id', otherId: 'attributes.mapleShiftId' },
}

const [size = '10000', startMs = '0'] = process.argv.slice(2)
const world: BenchWorld = { size: Number(size), startMs: Number(startMs) }
let edit: Edit = { share: 0, round: 0 }
/** Stands in every page. */
let stamp = 0

/** The items of each page without the brackets around them; the link that follows depends on the request. */
function renderPages(side: BenchSide): Buffer[] {
  const pages: Buffer[] = []
  let items: string[] = []
  for (let n = 0; n < world.size; n += 1) {
    const shift = shiftAt(world, n, side, edit)
    if (shift) items.push(JSON.stringify(toAnswer(shift, shapes[side], habits)))
    if (items.length === pageSize || (n === world.size - 1 && items.length > 0)) {
      pages.push(Buffer.from(items.join(',')))
      items = []
    }
  }
  return pages
}

const pages: Record<BenchSide, Buffer[]> = { left: renderPages('left'), right: renderPages('right') }

/** Number by id, made at the first Get. */
const numbers: Partial<Record<BenchSide, Map<string, number>>> = {}
function numberOf(side: BenchSide, id: string): number | undefined {
  let known = numbers[side]
  if (!known) {
    known = new Map()
    for (let n = 0; n < world.size; n += 1) {
      const shift = shiftAt(world, n, side, edit)
      if (shift) known.set(shift.ownId, n)
    }
    numbers[side] = known
  }
  return known.get(id)
}

function send(response: ServerResponse, status: number, body: Buffer | string): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length })
  response.end(bytes)
}

function list(response: ServerResponse, side: BenchSide, url: URL): void {
  const page = Number(url.searchParams.get('page') ?? '1')
  const items = pages[side][page - 1] ?? Buffer.alloc(0)
  url.searchParams.set('page', String(page + 1))
  const links = page < pages[side].length ? { next: url.href } : {}
  const end = `],"meta":{"stamp":${stamp}},"links":${JSON.stringify(links)}}`
  send(response, 200, Buffer.concat([Buffer.from('{"data":['), items, Buffer.from(end)]))
}

function get(response: ServerResponse, side: BenchSide, id: string): void {
  const n = numberOf(side, id)
  const shift = n === undefined ? null : shiftAt(world, n, side, edit)
  if (shift) send(response, 200, JSON.stringify({ data: toAnswer(shift, shapes[side], habits) }))
  else send(response, 404, JSON.stringify({ errors: [{ status: '404', code: 'not-found' }] }))
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  if (url.pathname === '/stamp') {
    stamp = Number(url.searchParams.get('n'))
    return send(response, 200, '{}')
  }
  if (url.pathname === '/edit') {
    edit = { share: Number(url.searchParams.get('share')), round: Number(url.searchParams.get('round')) }
    pages.right = renderPages('right')
    return send(response, 200, '{}')
  }
  const [, side, , id] = url.pathname.split('/')
  if (side !== 'left' && side !== 'right') return send(response, 404, '{}')
  return id === undefined ? list(response, side, url) : get(response, side, decodeURIComponent(id))
}

const server = createServer({ keepAliveTimeout: 600_000 }, answer)
server.listen(0, '127.0.0.1', () =>
  process.send?.({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
)
