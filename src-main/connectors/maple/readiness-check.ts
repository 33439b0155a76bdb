import type { CheckStep } from '#contract/connections'
import { type RecordKey, ScopeKey } from '#contract/ids'
import type { ScheduleRecord } from '#contract/records'
import { fromMs, type Span, spansMeet, toMs } from '#contract/time'
import { failed, passed, type StepEnd, skipped, tellStep, warned } from '../kit/check-steps.ts'
import type { Session, VendorCheck } from '../kit/connector.ts'
import { getAddress, getShift, listAddress, readPages, toPage } from './client.ts'
import { testWindow, unknownKey } from './connection-test.ts'
import { type MapleSettings, readSettings } from './settings.ts'

const minute = 60_000
const compared = 5

type Read = {
  records: ScheduleRecord[]
  refusedAt: string | null
  refused: number
  foreign: boolean
  pages: number
  repeated: number
}

/** Everything the list gives for exactly this window, without the day that a read asks for in addition. */
async function readAll(session: Session, listUrl: URL, scope: ScopeKey, window: Span): Promise<Read> {
  const settings = readSettings(session.settings)
  const always = { start: fromMs(0), end: fromMs(Date.UTC(9999, 0)) }
  const read: Read = { records: [], refusedAt: null, refused: 0, foreign: false, pages: 0, repeated: 0 }
  const seen = new Set<RecordKey>()
  for await (const raw of readPages(session, listUrl, { scope, window, pageCap: settings.pageCap })) {
    const page = toPage(raw, settings, { scope, window: always })
    read.pages += 1
    read.foreign ||= page.echo?.scopes.some((one) => one !== scope) ?? false
    read.refused += page.refused.length
    const refusal = page.refused[0]
    read.refusedAt ??= refusal ? `${refusal.endpoint}, ${refusal.pointer} ${refusal.problem}` : null
    for (const record of page.records) {
      if (seen.has(record.key)) read.repeated += 1
      seen.add(record.key)
      read.records.push(record)
    }
  }
  return read
}

/** Holds the list's answers for two minute-wide windows against one known shift. */
async function utcFilters(session: Session, listUrl: URL, scope: ScopeKey, known: ScheduleRecord): Promise<StepEnd> {
  const around = (ms: number): Span => ({ start: fromMs(ms - minute), end: fromMs(ms + minute) })
  const atStart = await readAll(session, listUrl, scope, around(toMs(known.span.start)))
  if (!atStart.records.some((record) => record.key === known.key)) {
    return failed(
      `The list leaves out a shift when asked for the two minutes around its start (${known.span.start}). startDate and endDate must be read as UTC times with minutes, not as dates or local times.`,
    )
  }
  const afterEnd = around(toMs(known.span.end) + 2 * minute)
  const later = await readAll(session, listUrl, scope, afterEnd)
  const stray = [
    ...atStart.records.filter((one) => !spansMeet(one.span, around(toMs(known.span.start)))),
    ...later.records.filter((one) => !spansMeet(one.span, afterEnd)),
  ]
  if (stray.length > 0) {
    return failed(
      `The list returned ${stray.length} shifts that lie outside the asked window. It must filter by startDate and endDate, read as UTC.`,
    )
  }
  return passed('Two different windows gave exactly the shifts inside them.')
}

async function facilityFilter(session: Session, listUrl: URL): Promise<StepEnd> {
  const scope = 'plumbline-no-such-facility-0'
  const reply = await session.http.getJson(listAddress(listUrl, scope, testWindow(session)), {
    accept: [400, 403, 404, 422],
  })
  if (reply.status >= 400) return passed(`A made-up facility id is refused (status ${reply.status}).`)
  const data = (reply.body as { data?: unknown } | null)?.data
  if (!Array.isArray(data))
    return failed('The answer for a made-up facility id holds no "data" list. Answer with an empty list.')
  if (data.length > 0)
    return failed(
      `The list returned ${data.length} shifts for a made-up facility id. It must filter by externalFacilityId.`,
    )
  return passed('A made-up facility id gives nothing.')
}

/** Names of what differs between the list's record and Get's; no values. */
function differing(a: ScheduleRecord, b: ScheduleRecord): string[] {
  const names = ['label', 'requirements', 'worker', 'workerName'].filter((name) => a.fields[name] !== b.fields[name])
  if (a.span.start !== b.span.start) names.push('start')
  if (a.span.end !== b.span.end) names.push('end')
  if (a.vendorVersion !== b.vendorVersion) names.push('version')
  if (a.references[0]?.id !== b.references[0]?.id) names.push('id on the other system')
  return names
}

async function getEqualsList(session: Session, scope: ScopeKey, records: readonly ScheduleRecord[]): Promise<StepEnd> {
  const some = records.slice(0, compared)
  for (const listed of some) {
    const { record } = await getShift(session, scope, listed.key)
    if (record === 'not-found')
      return failed(
        `Get does not find shift ${listed.key}, which the list names. Get must take the same id that the list shows.`,
      )
    if ('problem' in record)
      return failed(
        `Get answered for shift ${listed.key} with something that cannot be used: ${record.pointer} ${record.problem}.`,
      )
    const names = differing(listed, record)
    if (names.length > 0)
      return failed(
        `Get and the list disagree about shift ${listed.key}: ${names.join(', ')}. Both must read the same data.`,
      )
  }
  return passed(`Get and the list agree on ${some.length} ${some.length === 1 ? 'shift' : 'shifts'}.`)
}

async function unknownId(session: Session, { getUrl }: MapleSettings): Promise<StepEnd> {
  const reply = await session.http.getJson(getAddress(getUrl, unknownKey) ?? getUrl, { accept: [404] })
  if (reply.status === 404) return passed('A made-up shift id gives 404.')
  return failed(
    `A made-up shift id gives status ${reply.status} instead of 404, so a missing shift would look like a found one. Answer 404 for ids that do not exist.`,
  )
}

async function authentication(session: Session, { listUrl, getUrl, facilityIds }: MapleSettings): Promise<StepEnd> {
  const urls = [
    listUrl && listAddress(listUrl, facilityIds[0] ?? '', testWindow(session)),
    getAddress(getUrl, unknownKey),
  ]
  const statuses: number[] = []
  for (const url of urls) {
    if (url === null) continue
    statuses.push((await session.http.getJson(url, { accept: [400, 401, 403, 404], withoutCredentials: true })).status)
  }
  if (statuses.some((status) => status < 300)) {
    return failed(
      'A request without the key was answered, so anyone could read the shifts and the names in them. Refuse requests without the key with status 401.',
    )
  }
  if (statuses.every((status) => status === 401 || status === 403))
    return passed('Requests without the key are refused.')
  return warned(
    `A request without the key was answered with status ${statuses.find((status) => status !== 401 && status !== 403)} rather than 401, so it is not proven that the key is needed.`,
  )
}

async function* run(session: Session, chosen: ScopeKey | null): AsyncGenerator<CheckStep> {
  const { clock } = session
  const settings = readSettings(session.settings)
  const { listUrl } = settings
  const scope = chosen ?? ScopeKey.parse(settings.facilityIds[0])
  const noList = skipped('No list address is set. Maple asks a partner for both endpoints: List shifts and Get shift.')
  const noShift = skipped('The list holds no readable shift in the window. Add a shift and run the check again.')
  let all: Read | null = null

  const onList = (id: string, title: string, step: (url: URL, read: Read) => StepEnd | Promise<StepEnd>) =>
    tellStep(clock, { id, title }, async () => {
      if (listUrl === null) return noList
      return all === null ? skipped('Not tried, because the list could not be read.') : step(listUrl, all)
    })

  yield* tellStep(clock, { id: 'shape', title: 'Response shape' }, async () => {
    if (listUrl === null) return noList
    all = await readAll(session, listUrl, scope, testWindow(session))
    const { refused, refusedAt, records } = all
    if (refused > 0)
      return failed(
        `${refused} of ${refused + records.length} shifts do not have the documented shape; the first one: ${refusedAt}.`,
      )
    return records.length === 0
      ? warned('The list is empty, so its shape is not proven. Add a shift and run the check again.')
      : passed(`${records.length} shifts have the documented shape.`)
  })
  yield* onList('utc-filters', 'Date filters in UTC', (url, read) => {
    const known = read.records[Math.floor(read.records.length / 2)]
    return known ? utcFilters(session, url, scope, known) : noShift
  })
  yield* onList('facility-filter', 'Facility filter', (url, read) =>
    read.foreign
      ? failed(
          'The list returned shifts of another facility than the one asked for. It must filter by externalFacilityId.',
        )
      : facilityFilter(session, url),
  )
  yield* onList('paging', 'Paging', (_, read) => {
    if (read.repeated > 0)
      return failed(
        `${read.repeated} shifts came twice over ${read.pages} pages. Sort the list by start and id, so that pages neither repeat nor skip.`,
      )
    return read.pages === 1
      ? warned('Only one page exists, so following links.next is not proven.')
      : passed(`${read.pages} pages were followed to the last one.`)
  })
  yield* onList('get-equals-list', 'Get equals List', (_, read) =>
    read.records.length === 0 ? noShift : getEqualsList(session, scope, read.records),
  )
  yield* tellStep(clock, { id: 'unknown-id', title: 'Unknown id gives 404' }, () => unknownId(session, settings))
  yield* tellStep(clock, { id: 'authentication', title: 'Authentication enforced' }, () =>
    authentication(session, settings),
  )
}

/** What Maple's page asks of a partner, tried on a connection; reads only. */
export const readinessCheck: VendorCheck = {
  id: 'ready-for-maple',
  title: 'Ready for Maple?',
  summary:
    'Tries what Maple needs before it enables a partner: response shape, UTC filters, facility filter, paging, Get equals List, 404 for an unknown id, authentication enforced.',
  run,
}
