import { AppError } from '#contract/errors'

/** What was asked for is not there; `what` as in "This connection". */
export function notFoundError(what: string): AppError {
  return new AppError('not-found', {
    blame: 'settings',
    tell: `${what} is no longer there: it was removed meanwhile. Reload the list and choose again.`,
    log: `not found: ${what}`,
  })
}

/** Holds the number of rows a statement touched against the one row it was meant for. Throws AppError `not-found`. */
export function expectOneRow({ changes }: { changes: number }, what: string): void {
  if (changes === 0) throw notFoundError(what)
  if (changes > 1) throw new Error(`${changes} rows changed instead of one: ${what}`)
}
