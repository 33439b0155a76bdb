import type { CheckStep } from '#contract/connections'
import { AppError, type ErrorCode } from '#contract/errors'
import { RecordKey, ScopeKey } from '#contract/ids'
import { fromMs, type Span, toMs } from '#contract/time'
import { failed, passed, type StepEnd, skipped, tellStep, warned } from '../kit/check-steps.ts'
import type { Page, Session } from '../kit/connector.ts'
import type { JsonReply } from '../kit/vendor-http.ts'
import { getAddress, getShift, listAddress, readPages, toPage } from './client.ts'
import { readSettings } from './settings.ts'

const day = 86_400_000

/** The default window (`architecture.md` 10): 7 days back, 28 ahead. */
export function testWindow(session: Session): Span {
  const now = toMs(session.clock.now())
  return { start: fromMs(now - 7 * day), end: fromMs(now + 28 * day) }
}

/** A made-up id that no system holds. */
export const unknownKey = RecordKey.parse('plumbline-no-such-shift-0')

/** Failures that mean that nothing answered at all; after any other one the server was reached. */
const notReached = new Set<ErrorCode>([
  'host-not-allowed',
  'vendor-unreachable',
  'vendor-timeout',
  'vendor-cut-off',
  'vendor-tls',
])
const notSignedIn = new Set<ErrorCode>(['vendor-refused-login', 'vendor-forbidden'])

type First = { reply?: JsonReply; error?: AppError }

/** One request, shared by the first steps: the list where there is one, else Get for an id that does not exist. */
async function firstAnswer(session: Session): Promise<First> {
  const { listUrl, getUrl, facilityIds } = readSettings(session.settings)
  const url = listUrl ? listAddress(listUrl, facilityIds[0] ?? '', testWindow(session)) : getAddress(getUrl, unknownKey)
  try {
    return { reply: await session.http.getJson(url ?? getUrl, { accept: listUrl ? [] : [404] }) }
  } catch (error) {
    if (error instanceof AppError && error.code !== 'cancelled') return { error }
    throw error
  }
}

/** Difference of the server's Date header (whole seconds) to this computer's clock, in milliseconds; null without one. */
export function clockDifference(reply: JsonReply, nowMs: number): number | null {
  const at = Date.parse(reply.headers['date'] ?? '')
  return Number.isNaN(at) ? null : at - nowMs
}

function clockEnd(reply: JsonReply, nowMs: number): StepEnd {
  const difference = clockDifference(reply, nowMs)
  if (difference === null) return skipped('The server does not say its time.')
  const seconds = Math.round(Math.abs(difference) / 1_000)
  if (seconds <= 120) return passed(`The clocks agree (${seconds} s apart).`)
  const minutes = Math.round(seconds / 60)
  return warned(
    `The server's clock and this computer's are ${minutes} minutes apart. Set this computer's time automatically; if it is right, tell the vendor.`,
  )
}

/** Steps of the test button: reach, sign in, read one page, read one record by Get, clock difference. */
export async function* testConnection(session: Session): AsyncGenerator<CheckStep> {
  const { clock } = session
  const settings = readSettings(session.settings)
  const host = (settings.listUrl ?? settings.getUrl).host
  const first: First = {}
  let page: Omit<Page, 'terminal'> | null = null
  const nothing = skipped('Not tried, because an earlier step failed.')

  const reached = yield* tellStep(clock, { id: 'reach', title: 'Reach the server' }, async () => {
    Object.assign(first, await firstAnswer(session))
    if (first.error && notReached.has(first.error.code)) return failed(first.error.tell)
    return passed(`${host} answers.`)
  })
  const { error, reply } = first

  const signedIn = yield* tellStep(clock, { id: 'sign-in', title: 'Sign in' }, async () => {
    if (reached.state === 'failed') return nothing
    if (error && notSignedIn.has(error.code)) return failed(error.tell)
    return error ? skipped('Cannot be told, because the answer could not be used.') : passed('The key was accepted.')
  })

  yield* tellStep(clock, { id: 'read-list', title: 'Read one page of the list' }, async () => {
    if (reached.state === 'failed' || signedIn.state === 'failed') return nothing
    if (error) return failed(error.tell)
    const { listUrl, facilityIds, pageCap } = settings
    if (listUrl === null)
      return skipped('No list address is set: this side is read by Get for the shifts the other side names.')
    const scope = ScopeKey.parse(facilityIds[0])
    const window = testWindow(session)
    for await (const raw of readPages(session, listUrl, { scope, window, pageCap })) {
      page = toPage(raw, settings, { scope, window })
      break
    }
    return pageEnd(page, scope)
  })

  yield* tellStep(clock, { id: 'read-get', title: 'Read one shift by Get' }, async () => {
    if (reached.state === 'failed' || signedIn.state === 'failed') return nothing
    const key = page?.records[0]?.key
    if (key === undefined) {
      if (settings.listUrl === null && reply?.status === 404)
        return passed('Get answers that a made-up shift does not exist, as it should.')
      if (error && settings.listUrl === null) return failed(error.tell)
      return skipped('No shift is known that could be asked for.')
    }
    const { record } = await getShift(session, ScopeKey.parse(settings.facilityIds[0]), key)
    if (record === 'not-found')
      return failed('Get does not find a shift that the list names. Check the get address and the own id field.')
    if ('problem' in record)
      return failed(`Get answered with a shift that cannot be used: ${record.pointer} ${record.problem}.`)
    return passed('Get returned a shift of the list.')
  })

  yield* tellStep(clock, { id: 'clock', title: 'Compare the clocks' }, async () =>
    reply ? clockEnd(reply, toMs(clock.now())) : nothing,
  )
}

function pageEnd(page: Omit<Page, 'terminal'> | null, scope: ScopeKey): StepEnd {
  if (page === null) return failed('The list gave no page.')
  const { records, refused } = page
  const foreign = page.echo?.scopes.some((one) => one !== scope) ?? false
  if (foreign)
    return failed(
      'The list returned shifts of another facility than the one asked for. Check the facility id; if it is right, the list does not filter by externalFacilityId.',
    )
  const read = `${records.length} ${records.length === 1 ? 'shift' : 'shifts'} read from the first page`
  const firstRefused = refused[0]
  if (firstRefused)
    return warned(
      `${read}, ${refused.length} could not be used; the first one: ${firstRefused.pointer} ${firstRefused.problem}.`,
    )
  if (records.length === 0)
    return warned(
      'The list answered, but holds no shift for the first facility id in the next four weeks. Check the facility id.',
    )
  return passed(`${read}.`)
}
