/** A vendor's answer as read in full. `body` is the parsed JSON; HTTP status alone never decides success. */
export type JsonReply = {
  status: number
  headers: Readonly<Record<string, string>>
  body: unknown
  /** Of the body's text, where the caller asked with `known`; for a known one `body` is null, because it was not parsed. */
  digest?: string
}

export type GetOptions = {
  /** Statuses that are answers here rather than failures (a 404 for a Get by id). */
  accept?: readonly number[]
  /** Sends no authentication: used by the check that authentication is enforced. */
  withoutCredentials?: boolean
  /** Says whether the caller has kept what an answer of this digest holds, so that it need not be parsed again. */
  known?(digest: string): boolean
}

/**
 * GETs JSON from this connection's hosts only; redirects refused, private addresses and http only where the connection
 * says so (R19), timeouts and caps (R41), one retry layer (R37). Throws AppError with a `vendor-*` code.
 */
export type VendorHttp = {
  getJson(url: URL, options?: GetOptions): Promise<JsonReply>
}
