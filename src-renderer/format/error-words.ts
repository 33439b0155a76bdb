import { assertNever } from '#contract/assert-never'
import { type Blame, type ErrorData, toErrorData } from '#contract/errors'

/** Who has to act, as the heading over an error's text. */
export function blameWords(blame: Blame): string {
  switch (blame) {
    case 'settings':
      return 'Something in the settings needs your attention'
    case 'vendor':
      return 'The other system did not answer as it should'
    case 'network':
      return 'The way to the other system is not open'
    case 'bug':
      return 'Something went wrong inside Plumbline'
    default:
      return assertNever(blame)
  }
}

/** What a failed call says to a person: code, blame and text; a thrown thing without them counts as a bug of ours. */
export const errorOf = (thrown: unknown): ErrorData => toErrorData(thrown)

/** Whether all that is wrong is that the core does not answer, which the banner over every screen says. */
export const isCoreGone = (thrown: unknown): boolean => errorOf(thrown).code === 'core-gone'

/** The heading over a decision that failed; `otherwise` where it was not stored. */
export const undecidedWords = (thrown: unknown, otherwise: string): string =>
  errorOf(thrown).code === 'decided-not-shown' ? 'Stored, but not shown yet' : otherwise
