import { pageOrigin, pageScheme } from '#contract/bridge'
import { type PageFiles, withNonce } from '../../platform/page-files.ts'
import { pageHeaders } from '../../platform/page-headers.ts'

/** To be registered before the app is ready: a standard, secure scheme has an origin, so that the policy's `'self'` holds. */
export const pageSchemePrivileges = {
  scheme: pageScheme,
  privileges: { standard: true, secure: true },
} as const

/** True for an address of our own page. */
export function isPageAddress(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && `${url.protocol}//${url.host}` === pageOrigin && url.username === '' && url.password === ''
}

const refused = (status: number): Response =>
  new Response(null, { status, headers: pageHeaders({ connect: "'none'", nonce: null }) })

/** Answers for the page's scheme: the files that were read at the start and nothing else (R15). */
export function answerPage(files: PageFiles, { url: address, method }: { url: string; method: string }): Response {
  if (method !== 'GET') return refused(405)
  const file = isPageAddress(address) ? files.get(new URL(address).pathname) : undefined
  if (!file) return refused(404)
  const { body, nonce } = withNonce(file)
  const headers = { ...pageHeaders({ connect: "'none'", nonce }), 'content-type': file.type }
  return new Response(new Uint8Array(body), { status: 200, headers })
}
