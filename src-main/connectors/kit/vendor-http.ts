/** A vendor's answer as read in full. `body` is the parsed JSON; HTTP status alone never decides success. */
export type JsonReply = {
  status: number
  headers: Readonly<Record<string, string>>
  body: unknown
  /** Of the body's text, where the caller asked with `known`; for a known one `body` is null, because it was not parsed. */
  digest?: string
  /** Where the caller asked with `known` and the body holds its list: what stands in that. */
  elements?: ListElements
}

/** A list's elements in order: digest of each one's text, and the number it is kept under. Kept ones are null in the body. */
export type ListElements = { digests: readonly string[]; kept: readonly (number | null)[] }

/** What the caller has kept of earlier answers, so that the same text need not be parsed again. */
export type KnownTexts = {
  /** Whether the answer whose whole text has this digest is kept. */
  answer(digest: string): boolean
  /** The name of the top-level list whose elements are kept one by one. */
  list: string
  /** The number under which the element whose text has this digest is kept; null where it is not. */
  element(digest: string): number | null
}

export type GetOptions = {
  /** Statuses that are answers here rather than failures (a 404 for a Get by id). */
  accept?: readonly number[]
  /** Sends no authentication: used by the check that authentication is enforced. */
  withoutCredentials?: boolean
  known?: KnownTexts
}

/**
 * GETs JSON from this connection's hosts only; redirects refused, private addresses and http only where the connection
 * says so (R19), timeouts and caps (R41), one retry layer (R37). Throws AppError with a `vendor-*` code.
 */
export type VendorHttp = {
  getJson(url: URL, options?: GetOptions): Promise<JsonReply>
}
