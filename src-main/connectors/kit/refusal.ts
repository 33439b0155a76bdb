import type { z } from 'zod'
import type { Refusal } from '#contract/records'

/** A JSON pointer (RFC 6901) for the path. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What is wrong, without the value that is wrong: a vendor's value may hold a name. */
export function problemText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is missing or not of the expected kind (${issue.expected})`
    case 'too_small':
      return 'is empty or too small'
    case 'too_big':
      return 'is too long or too large'
    case 'custom':
      // Custom messages are written in our own schemas and hold no values.
      return issue.message
    default:
      return 'does not have the expected form'
  }
}

type RefusalInput = Pick<Refusal, 'endpoint' | 'index'> & {
  /** Where the record stands in the answer. */
  base: readonly PropertyKey[]
  error: z.ZodError
  kept?: Pick<Refusal, 'key' | 'pairReference' | 'span'>
}

/** The refusal of one record for its first problem; `kept` is what could still be read of it. */
export function toRefusal({ endpoint, index, base, error, kept }: RefusalInput): Refusal {
  const issue = error.issues[0]
  const pointer = jsonPointer([...base, ...(issue?.path ?? [])])
  return { endpoint, index, pointer, problem: issue ? problemText(issue) : 'cannot be read', ...kept }
}
