type Policy = { port: number; nonce: string | null }

/** The content security policy of `ui.md` 2; without a nonce it is that of an answer which is no page. */
export function contentSecurityPolicy({ port, nonce }: Policy): string {
  if (nonce === null) return "default-src 'none'; frame-ancestors 'none'"
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    // Some browsers do not count the page's own socket to 'self'.
    `connect-src 'self' ws://127.0.0.1:${port}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}

/** On every answer (R18). No CORS header anywhere: no other origin may read. */
export function safeHeaders(policy: Policy): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(policy),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  }
}
