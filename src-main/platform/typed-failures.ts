import { ORPCError } from '@orpc/client'
import type { ErrorData } from '#contract/errors'
import { toErrorData } from '#contract/errors'
import { describeBug, type Logger } from './logger.ts'

type Call = { path: readonly string[]; signal?: AbortSignal | undefined; next(): Promise<unknown> }

/**
 * Runs one call so that every failure, also one in mid-stream, leaves as the contract's typed error `APP`.
 * What is not an AppError is logged as a bug (kind and place only: its text may hold a person's data).
 */
export async function withTypedFailures(logger: Logger, { path, signal, next }: Call): Promise<unknown> {
  const fail = (thrown: unknown) => typedFailure(logger, { path, signal, thrown })
  let output: unknown
  try {
    output = await next()
  } catch (thrown) {
    throw fail(thrown)
  }
  return isAsyncIterator(output) ? typedStream(output, signal, fail) : output
}

type Failure = { path: readonly string[]; signal: AbortSignal | undefined; thrown: unknown }

function typedFailure(logger: Logger, { path, signal, thrown }: Failure): ORPCError<string, ErrorData> {
  const data = signal?.aborted ? cancelled : (inputProblem(thrown) ?? toErrorData(thrown))
  const call = path.join('.')
  if (data.code === 'bug') logger.error('call-bug', { call, ...describeBug(causeOf(thrown)) })
  else if (data.code !== 'cancelled') logger.warn('call-failed', { call, code: data.code, blame: data.blame })
  return new ORPCError('APP', { data, message: data.code, cause: thrown })
}

const cancelled: ErrorData = { code: 'cancelled', blame: 'settings', tell: 'This was cancelled.' }

/** The library reports a wrong input as BAD_REQUEST with zod's issues; values are never repeated, only places. */
function inputProblem(thrown: unknown): ErrorData | null {
  if (!(thrown instanceof ORPCError) || thrown.code !== 'BAD_REQUEST') return null
  const issues = issuesOf(thrown.data)
  const problems = issues.slice(0, 5).map(({ path, message }) => {
    const place = path.map(String).join('.')
    return place === '' ? message : `${place}: ${message}`
  })
  const more = issues.length > 5 ? ` (and ${issues.length - 5} more)` : ''
  return {
    code: 'bad-input',
    blame: 'settings',
    tell: `What was entered cannot be used. ${problems.join('; ')}${more}. Correct it and try again.`,
  }
}

type Issue = { path: readonly PropertyKey[]; message: string }

function issuesOf(data: unknown): readonly Issue[] {
  const issues = (data as { issues?: unknown } | undefined)?.issues
  if (!Array.isArray(issues)) return []
  return issues.map((issue: { path?: readonly PropertyKey[]; message?: string }) => ({
    path: issue.path ?? [],
    message: issue.message ?? 'not valid',
  }))
}

/** The library wraps a failed check of an output; the place is in what it wraps. */
const causeOf = (thrown: unknown): unknown => (thrown instanceof ORPCError && thrown.cause ? thrown.cause : thrown)

const isAsyncIterator = (value: unknown): value is AsyncIterator<unknown, unknown> & AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value

/**
 * Passes a stream on with typed failures. When the caller goes away the source is told at once, not only
 * with its next value: the library asks for the next one first and may wait for ever.
 */
function typedStream(
  source: AsyncIterator<unknown, unknown>,
  signal: AbortSignal | undefined,
  fail: (thrown: unknown) => Error,
): AsyncIterableIterator<unknown, unknown> {
  const leave = () => {
    Promise.resolve(source.return?.()).catch(() => {
      // The caller is gone: nobody is left to tell. What the source throws while closing is its own clean-up failing.
    })
  }
  signal?.addEventListener('abort', leave, { once: true })
  const settled = () => signal?.removeEventListener('abort', leave)
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      try {
        const result = await source.next()
        if (result.done) settled()
        return result
      } catch (thrown) {
        settled()
        throw fail(thrown)
      }
    },
    async return(value) {
      settled()
      await source.return?.()
      return { done: true, value }
    },
  }
}
