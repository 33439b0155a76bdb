/** Timeouts in milliseconds, size in bytes after decompression (R41). */
export type HttpLimits = {
  connectMs: number
  headersMs: number
  /** Longest silence within a body. */
  idleMs: number
  totalMs: number
  bodyBytes: number
  jsonDepth: number
}

export const defaultHttpLimits: HttpLimits = {
  connectMs: 10_000,
  headersMs: 30_000,
  idleMs: 30_000,
  totalMs: 120_000,
  bodyBytes: 20 * 1024 * 1024,
  jsonDepth: 64,
}

/** Requests that may be under way at once at one connection (R38). */
export const parallelRequests = 2
