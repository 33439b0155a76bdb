import { z } from 'zod'

/** Closed list: screens and callers decide by these codes, never by texts or classes. */
export const ErrorCode = z.enum([
  // the workspace
  'workspace-locked',
  'workspace-wrong-key',
  'workspace-key-missing',
  'workspace-wait',
  // the operating system's store of secrets: not there, only its published key answers, another key answers, not now
  'keychain-missing',
  'keychain-unprotected',
  'keychain-changed',
  'keychain-busy',
  'workspace-damaged',
  'workspace-newer',
  'workspace-taken',
  'workspace-read-only',
  'disk-full',
  'storage-failed',
  'fenced',
  // what a person entered or asked for
  'bad-input',
  'not-found',
  'in-use',
  'already-running',
  'not-available-here',
  // a person's decision is stored and holds, but the lists do not show it yet
  'decided-not-shown',
  // the vendor or the way to it
  'host-not-allowed',
  'vendor-unreachable',
  'vendor-timeout',
  'vendor-cut-off',
  'vendor-tls',
  'vendor-redirected',
  'vendor-refused-login',
  'vendor-forbidden',
  'vendor-not-found',
  'vendor-rate-limited',
  'vendor-failed',
  'vendor-refused',
  'vendor-not-json',
  'vendor-too-large',
  'vendor-too-deep',
  'vendor-unexpected',
  'vendor-paused',
  'vendor-budget-spent',
  // ours
  'cancelled',
  'core-gone',
  'bug',
])
export type ErrorCode = z.infer<typeof ErrorCode>

/** Who has to act: the person's settings, the vendor, the network, or us. */
export const Blame = z.enum(['settings', 'vendor', 'network', 'bug'])
export type Blame = z.infer<typeof Blame>

/** What crosses the contract when a call fails; `tell` says what happened and what to do next, without personal data. */
export const ErrorData = z.strictObject({ code: ErrorCode, blame: Blame, tell: z.string() })
export type ErrorData = z.infer<typeof ErrorData>

type AppErrorOptions = { blame: Blame; tell: string; log?: string; cause?: unknown }

/** The one error of the program. `log` is the sentence for the log; cause and log stay on our side of the contract. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly blame: Blame
  readonly tell: string

  constructor(code: ErrorCode, { blame, tell, log, cause }: AppErrorOptions) {
    super(log ?? code, cause === undefined ? undefined : { cause })
    this.name = 'AppError'
    this.code = code
    this.blame = blame
    this.tell = tell
  }

  /** The part of this error that may cross the contract. */
  get data(): ErrorData {
    return { code: this.code, blame: this.blame, tell: this.tell }
  }
}

/** The crossable form of anything that was thrown: an `AppError` as it is, anything else as a bug of ours. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof AppError) return thrown.data
  const nested = (thrown as { data?: unknown } | null)?.data
  const parsed = ErrorData.safeParse(nested)
  if (parsed.success) return parsed.data
  return {
    code: 'bug',
    blame: 'bug',
    tell: 'Something went wrong inside Plumbline. Nothing was changed. Try again; if it happens again, note the time and report it.',
  }
}
