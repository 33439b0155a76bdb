import { AppError, type Blame, type ErrorCode } from '#contract/errors'

/** The vendor codes, each with who has to act. */
const blames = {
  'host-not-allowed': 'settings',
  'vendor-unreachable': 'network',
  'vendor-timeout': 'network',
  'vendor-cut-off': 'network',
  'vendor-tls': 'network',
  'vendor-redirected': 'settings',
  'vendor-refused-login': 'settings',
  'vendor-forbidden': 'settings',
  'vendor-not-found': 'settings',
  'vendor-rate-limited': 'vendor',
  'vendor-failed': 'vendor',
  'vendor-refused': 'vendor',
  'vendor-not-json': 'settings',
  'vendor-too-large': 'vendor',
  'vendor-too-deep': 'vendor',
  'vendor-unexpected': 'vendor',
  'vendor-paused': 'vendor',
  'vendor-budget-spent': 'settings',
} as const satisfies Partial<Record<ErrorCode, Blame>>

export type VendorCode = keyof typeof blames

/** A vendor failure: `tell` names the host and what to do, `log` adds facts without values; never a query, header or body. */
export function vendorFailure(code: VendorCode, tell: string, log?: string, cause?: unknown): AppError {
  return new AppError(code, { blame: blames[code], tell, log: `${code}${log ? `: ${log}` : ''}`, cause })
}

/** The failure of work that was stopped on request. */
export const cancelled = (): AppError =>
  new AppError('cancelled', { blame: 'settings', tell: 'Stopped as asked. Nothing was changed.' })

/** What is thrown where settings or secrets do not fit. */
export const badSettings = (tell: string): AppError => new AppError('bad-input', { blame: 'settings', tell })
