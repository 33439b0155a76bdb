/** What the guard looks at: headers as they arrived, by lower-case name, every value of a repeated one. */
export type GuardedRequest = {
  kind: 'file' | 'api' | 'socket'
  method: string
  headers: Readonly<Record<string, readonly string[]>>
}

/** The checks by name. Leaving one out exists for one purpose: the test matrix must notice it. */
export const guardChecks = ['host', 'origin', 'sec-fetch', 'method', 'content-type'] as const
export type GuardCheck = (typeof guardChecks)[number]

export type Refused = { check: GuardCheck; status: number; tell: string }

type GuardOptions = { port: number; leaveOut?: readonly GuardCheck[] }

/**
 * Decides whether a request may be looked at all (R18): a page of this host or a program of this person, never
 * another web page and never a name that points here by DNS rebinding. Tokens, codes and tickets come after it.
 */
export function guardRequest(request: GuardedRequest, { port, leaveOut = [] }: GuardOptions): Refused | null {
  const authority = `127.0.0.1:${port}`
  for (const check of guardChecks) {
    if (leaveOut.includes(check)) continue
    const refused = run[check](request, authority)
    if (refused) return { check, ...refused }
  }
  return null
}

type Verdict = { status: number; tell: string } | null
const notFromHere: Verdict = {
  status: 403,
  tell: 'This address answers only to its own page. Open the link that Plumbline printed.',
}

const run: Record<GuardCheck, (request: GuardedRequest, authority: string) => Verdict> = {
  host: ({ headers }, authority) => (onlyOne(headers['host']) === authority ? null : notFromHere),

  origin: ({ headers, kind }, authority) => {
    const origins = headers['origin'] ?? []
    if (origins.length > 0) return onlyOne(origins) === `http://${authority}` ? null : notFromHere
    if (kind === 'file') return null
    // No Origin: a program, which has a token. A browser always names it here; its Sec-Fetch-Site says that it is one.
    return headers['sec-fetch-site'] === undefined ? null : notFromHere
  },

  'sec-fetch': ({ headers, kind }) => {
    const sites = headers['sec-fetch-site'] ?? []
    if (sites.length === 0) return null
    const site = onlyOne(sites)
    // `none` is a person who typed or opened the address; nothing but the page itself comes that way.
    return site === 'same-origin' || (site === 'none' && kind === 'file') ? null : notFromHere
  },

  method: ({ kind, method }) => {
    const allowed = kind === 'api' ? ['POST'] : kind === 'socket' ? ['GET'] : ['GET', 'HEAD']
    return allowed.includes(method) ? null : { status: 405, tell: 'This address does not take that kind of request.' }
  },

  'content-type': ({ kind, headers }) => {
    if (kind !== 'api') return null
    const type = onlyOne(headers['content-type']) ?? ''
    // Only JSON: other types can be sent by a foreign form without asking first.
    return /^application\/json(; ?charset=utf-8)?$/i.test(type)
      ? null
      : { status: 415, tell: 'This address takes JSON only.' }
  },
}

const onlyOne = (values: readonly string[] | undefined): string | null =>
  values?.length === 1 ? (values[0] ?? null) : null
