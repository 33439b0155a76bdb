import { vendorFailure } from './vendor-failure.ts'
import type { JsonReply, KnownTexts, VendorHttp } from './vendor-http.ts'

export const defaultPageCap = 1_000

/** One page as it was read; `terminal` is true where the vendor says that nothing follows. */
export type PageReply<T> = { page: T; terminal: boolean }

export type WalkInput<T> = {
  http: VendorHttp
  first: URL
  pageCap?: number
  /** See `GetOptions.known`. */
  known?: KnownTexts
  /** Turns an answer into a page and the link that follows it, null where none does. Throws AppError. */
  read(reply: JsonReply, pageNumber: number): { page: T; next: string | null }
}

/** The same address in one writing: fragment gone, parameters in order of their names. */
function normalised(url: URL): string {
  const copy = new URL(url)
  copy.hash = ''
  copy.searchParams.sort()
  return copy.href
}

function follow(link: string, from: URL, seen: ReadonlySet<string>): URL {
  const host = from.host
  const next = URL.canParse(link, from.href) ? new URL(link, from) : null
  if (next === null || (next.protocol !== 'https:' && next.protocol !== 'http:')) {
    const tell = `${host} names a next page whose address cannot be read, so the list is incomplete. Report it to the vendor.`
    throw vendorFailure('vendor-unexpected', tell, 'next link unreadable')
  }
  if (next.origin !== from.origin) {
    const downgraded = next.host === host
    const tell = downgraded
      ? `${host} names a next page under ${next.protocol}// instead of ${from.protocol}// (other host guard). Nothing was sent there and the list is incomplete. Ask the vendor to correct its links.`
      : `${host} names a next page on another host. Nothing was sent there, because the key would go along, and the list is incomplete. Ask the vendor to correct its links.`
    throw vendorFailure('vendor-unexpected', tell, 'next link on another host')
  }
  if (seen.has(normalised(next))) {
    const tell = `${host} names a next page that was read already (a loop), so the list would never end and is incomplete. Report it to the vendor.`
    throw vendorFailure('vendor-unexpected', tell, 'next link loops')
  }
  return next
}

/**
 * Walks a list page by page, each yielded before its next link is followed. Throws `vendor-unexpected` for a link that
 * cannot be read, leads to another origin or was followed before, and at the page cap (R5, R41); what was yielded stands,
 * and without a terminal page the list is incomplete.
 */
export async function* walkPages<T>(input: WalkInput<T>): AsyncGenerator<PageReply<T>> {
  const cap = input.pageCap ?? defaultPageCap
  const seen = new Set<string>()
  const asked = input.known ? { known: input.known } : {}
  let url = input.first
  for (let pageNumber = 1; ; pageNumber += 1) {
    seen.add(normalised(url))
    const { page, next } = input.read(await input.http.getJson(url, asked), pageNumber)
    yield { page, terminal: next === null }
    if (next === null) return
    if (pageNumber >= cap) {
      const tell = `${url.host} has more pages than the page cap of this connection allows (${cap}), so the list is incomplete. Raise the page cap in the connection's settings if the list is really that long.`
      throw vendorFailure('vendor-unexpected', tell, `page cap ${cap} reached`)
    }
    url = follow(next, url, seen)
  }
}
