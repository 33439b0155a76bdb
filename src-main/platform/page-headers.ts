type Policy = {
  /** Sources of `connect-src`, as the policy writes them. */
  connect: string
  /** Of the answer's style elements; null where the answer is no page. */
  nonce: string | null
}

/** The content security policy of `ui.md` 2; without a nonce it is that of an answer which is no page. */
export function contentSecurityPolicy({ connect, nonce }: Policy): string {
  if (nonce === null) return "default-src 'none'; frame-ancestors 'none'"
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}

/** On every answer of every host (R15, R18). No CORS header anywhere: no other origin may read. */
export function pageHeaders(policy: Policy): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(policy),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  }
}
