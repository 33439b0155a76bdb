import type { RecordKey, ScopeKey } from '#contract/ids'
import { fromMs, type Span, spansMeet, toMs } from '#contract/time'
import type { Found, Page, PageElements, PageSource, Recall, Session } from '../kit/connector.ts'
import { walkPages } from '../kit/pager.ts'
import { jsonPointer, problemText } from '../kit/refusal.ts'
import { vendorFailure } from '../kit/vendor-failure.ts'
import type { JsonReply, ListElements } from '../kit/vendor-http.ts'
import { normaliseShift } from './normalise.ts'
import { type MapleSettings, readSettings } from './settings.ts'
import { WireGet, WireList } from './wire.ts'

const day = 86_400_000

/**
 * Whether a list filters by overlap or by start is not documented. Asking from a day earlier makes both the same for
 * shifts of up to 24 hours; what lies outside the asked window is then left out here.
 */
export const widened = ({ start, end }: Span): Span => ({ start: fromMs(toMs(start) - day), end })

/** The list address for one facility and window; times in UTC with milliseconds and Z. Keeps the address' own query. */
export function listAddress(listUrl: URL, scope: string, { start, end }: Span): URL {
  const url = new URL(listUrl)
  url.searchParams.set('externalFacilityId', scope)
  url.searchParams.set('startDate', start)
  url.searchParams.set('endDate', end)
  return url
}

/**
 * The address of one shift: the id added at the end. An address with a query gets it right after a final `=`, else at
 * the end of its path. Null for an id that would change the path (`.` and `..`).
 */
export function getAddress(getUrl: URL, key: string): URL | null {
  const id = encodeURIComponent(key)
  if (getUrl.search.endsWith('=')) return new URL(getUrl.href + id)
  if (/^\.{1,2}$/.test(key)) return null
  const url = new URL(getUrl)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${id}`
  return url
}

function readList(reply: JsonReply, host: string): WireList {
  const parsed = WireList.safeParse(reply.body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue ? `${jsonPointer(issue.path) || 'the whole answer'} ${problemText(issue)}` : 'it cannot be read'
  const tell = `${host} did not answer with a list of shifts (${where}), so nothing of it was used. Check the list address, or ask for an answer with "data" and "links" as on Maple's page.`
  throw vendorFailure('vendor-unexpected', tell, 'list shape')
}

/** An answer as it came. Where the caller asked with a recall: its digest, and which of the items it has. */
export type RawPage = {
  data: readonly unknown[]
  number: number
  terminal: boolean
  asked?: { digest: string; next: string | null; recalled: boolean; elements: ListElements }
}

const noElements: ListElements = { digests: [], kept: [] }

/** Raw pages of exactly this window, for reads and checks. Throws AppError; see `walkPages`. */
export async function* readPages(
  session: Session,
  listUrl: URL,
  { scope, window, pageCap, recall }: { scope: string; window: Span; pageCap: number; recall?: Recall | undefined },
): AsyncGenerator<RawPage> {
  const pages = walkPages({
    http: session.http,
    first: listAddress(listUrl, scope, window),
    pageCap,
    ...(recall && {
      known: { answer: (digest) => recall.answer(digest) !== undefined, list: 'data', element: recall.element },
    }),
    read: (reply, number) => {
      const { digest, elements = noElements } = reply
      const known = digest === undefined ? undefined : recall?.answer(digest)
      const list: WireList = known ? { data: [] } : readList(reply, listUrl.host)
      const next = known ? known.next : list.links?.next?.trim() || null
      const asked = digest === undefined ? undefined : { digest, next, recalled: known !== undefined, elements }
      return { page: { data: list.data, number, ...(asked && { asked }) }, next }
    },
  })
  for await (const { page, terminal } of pages) yield { ...page, terminal }
}

function sourceOf({ asked }: RawPage, elements: PageElements): { source?: PageSource } {
  if (!asked) return {}
  const { digest, next, recalled } = asked
  return { source: recalled ? { digest, next, recalled } : { digest, next, recalled, elements } }
}

/** Normalises one page's items, but for those that the caller has, and keeps those that meet the window. */
export function toPage(
  raw: RawPage,
  settings: MapleSettings,
  { scope, window }: { scope: ScopeKey; window: Span },
): Omit<Page, 'terminal'> {
  const { data, number, asked } = raw
  const page = { records: [] as Page['records'], refused: [] as Page['refused'], dropped: 0, outside: 0 }
  const elements: PageElements = { kept: [], digests: [], dropped: [] }
  const facilities = new Set<ScopeKey>()
  for (const [index, item] of data.entries()) {
    const kept = asked?.elements.kept[index] ?? null
    if (kept !== null) {
      elements.kept.push(kept)
      continue
    }
    const result = normaliseShift(item, settings, scope, {
      endpoint: `list, page ${number}`,
      index,
      base: ['data', index],
    })
    if (result.facility !== null) facilities.add(result.facility)
    if ('refused' in result) {
      // A refused record that certainly lies outside the window would only be noise; with an unknown span it stays.
      if (result.refused.span && !spansMeet(result.refused.span, window)) page.outside += 1
      else page.refused.push(result.refused)
    } else if (spansMeet(result.record.span, window)) {
      page.records.push(result.record)
      page.dropped += result.dropped
      elements.digests.push(asked?.elements.digests[index] ?? '')
      elements.dropped.push(result.dropped)
    } else page.outside += 1
  }
  return { ...page, echo: { scopes: [...facilities] }, ...sourceOf(raw, elements) }
}

/** Reads the list for one facility and window; see `Reads.list`. */
export async function* listShifts(
  session: Session,
  scope: ScopeKey,
  window: Span,
  recall?: Recall,
): AsyncGenerator<Page> {
  const settings = readSettings(session.settings)
  if (settings.listUrl === null) return
  const asked = { scope, window: widened(window), pageCap: settings.pageCap, recall }
  for await (const page of readPages(session, settings.listUrl, asked)) {
    yield { ...toPage(page, settings, { scope, window }), terminal: page.terminal }
  }
}

/** Reads one shift by its own id. A 404 is `not-found`; any other failure throws AppError. `index` counts the keys asked. */
export async function getShift(session: Session, scope: ScopeKey | null, key: RecordKey, index = 0): Promise<Found> {
  const settings = readSettings(session.settings)
  const refuse = (pointer: string, problem: string): Found => ({
    key,
    record: { endpoint: 'get', index, pointer, problem, key },
  })
  const url = getAddress(settings.getUrl, key)
  if (url === null) return refuse('', 'the id cannot be part of an address')
  const reply = await session.http.getJson(url, { accept: [404] })
  if (reply.status === 404) return { key, record: 'not-found' }
  const body = WireGet.safeParse(reply.body)
  if (!body.success) {
    const tell = `${url.host} did not answer with a shift, so nothing of it was used. Check the get address, or ask for an answer with "data" as on Maple's page.`
    throw vendorFailure('vendor-unexpected', tell, 'get shape')
  }
  const result = normaliseShift(body.data.data, settings, scope, { endpoint: 'get', index, base: ['data'] })
  if ('refused' in result) {
    const { key: answered, ...rest } = result.refused
    return { key, record: answered === undefined || answered === key ? { ...rest, key } : foreign() }
  }
  if (result.record.key !== key) return { key, record: foreign() }
  return { key, record: result.record }

  function foreign() {
    const pointer = jsonPointer(['data', ...settings.ownIdField.split('.')])
    return { endpoint: 'get', index, pointer, problem: 'is another id than the one asked for', key }
  }
}

/** Reads the keys one by one, in order; see `Reads.get`. */
export async function* getShifts(
  session: Session,
  scope: ScopeKey | null,
  keys: readonly RecordKey[],
): AsyncGenerator<Found> {
  for (const [index, key] of keys.entries()) yield await getShift(session, scope, key, index)
}
