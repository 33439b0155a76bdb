import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { CommonFault as MapleFault } from '../kit/sandbox.ts'

/** How long the fault `latency` waits before each answer. */
export const latencyMs = 30
/** How often the fault `slow-drip` sends a byte. */
const dripMs = 5
/** Above the body cap of the HTTP client (R41). */
const overBytes = 21 * 1024 * 1024

/** What an endpoint says before a fault spoils it. */
export type Answer = { status: number; body: string | Buffer; headers?: Record<string, string> }

export const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) })
export const problem = (status: number, code: string, title: string): Answer =>
  json(status, { errors: [{ id: 'sandbox', status: String(status), code, title }] })

const loginPage = '<!doctype html><html><head><title>Sign in</title></head><body><form>Sign in</form></body></html>'

/** Where a fault replaces the whole answer; null where it changes what is in it. */
export function replacedBy(fault: MapleFault | null): Answer | null {
  switch (fault) {
    case 'http-500':
      return problem(500, 'internal', 'Internal error')
    case 'http-429':
      return problem(429, 'too-many-requests', 'Too many requests')
    case 'http-429-retry-after':
      return { ...problem(429, 'too-many-requests', 'Too many requests'), headers: { 'retry-after': '1' } }
    case 'unauthorized':
      return problem(401, 'unauthorized', 'Unauthorized')
    case 'oversized-body':
      return { status: 200, body: `{"data":[],"padding":"${'x'.repeat(overBytes)}"}` }
    case 'compression-bomb':
      return { status: 200, body: gzipSync(Buffer.alloc(overBytes, ' ')), headers: { 'content-encoding': 'gzip' } }
    case 'deep-json':
      return { status: 200, body: `{"data":[${'['.repeat(200)}${']'.repeat(200)}]}` }
    case 'not-a-list':
      return json(200, { data: { shifts: 'see attachment' } })
    case 'login-page':
      return { status: 200, body: loginPage, headers: { 'content-type': 'text/html; charset=utf-8' } }
    default:
      return null
  }
}

/** Changes one record as the fault says. */
export function spoil(record: Record<string, unknown>, fault: MapleFault | null): Record<string, unknown> {
  const attributes = record['attributes'] as Record<string, unknown>
  switch (fault) {
    case 'malformed-record':
      return { ...record, attributes: { ...attributes, startTime: 'tomorrow morning' } }
    case 'malformed-worker':
      return { ...record, attributes: { ...attributes, assignedTo: { externalUserId: 7 } } }
    case 'malformed-id':
      return { ...record, id: null, attributes: { ...attributes, mapleShiftId: { no: 'id' } } }
    case 'wrong-facility':
      return {
        ...record,
        attributes: { ...attributes, externalFacilityId: `${String(attributes['externalFacilityId'])}-other` },
      }
    default:
      return record
  }
}

/** Writes pieces until the client gives up. */
function pour(response: ServerResponse, pieces: { of: string; everyMs: number }): void {
  const timer = setInterval(() => response.write(pieces.of), pieces.everyMs)
  response.once('close', () => clearInterval(timer))
}

/** Sends the answer, or what the fault makes of the sending itself. */
export function sendSpoiled(response: ServerResponse, answer: Answer, fault: MapleFault | null): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...answer.headers }
  const half = answer.body.slice(0, Math.floor(answer.body.length / 2))
  if (fault === 'cut-connection') {
    response.writeHead(answer.status, { ...headers, 'content-length': String(Buffer.byteLength(answer.body)) })
    response.write(half, () => response.destroy())
    return
  }
  response.writeHead(answer.status, headers)
  if (fault === 'slow-drip') return pour(response, { of: ' ', everyMs: dripMs })
  if (fault === 'endless-body') return pour(response, { of: ' '.repeat(4 * 1024 * 1024), everyMs: 1 })
  response.end(fault === 'truncated-json' ? half : answer.body)
}
