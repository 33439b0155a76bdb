/** A vendor's answer as read in full. `body` is the parsed JSON; HTTP status alone never decides success. */
export type JsonReply = { status: number; headers: Readonly<Record<string, string>>; body: unknown }

export type GetOptions = {
  /** Statuses that are answers here rather than failures (a 404 for a Get by id). */
  accept?: readonly number[]
  /** Sends no authentication: used by the check that authentication is enforced. */
  withoutCredentials?: boolean
}

/**
 * GETs JSON from this connection's hosts only; redirects refused, private addresses and http only where the connection
 * says so (R19), timeouts and caps (R41), one retry layer (R37). Throws AppError with a `vendor-*` code.
 */
export type VendorHttp = {
  getJson(url: URL, options?: GetOptions): Promise<JsonReply>
}
