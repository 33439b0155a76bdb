import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { toErrorData } from '#contract/errors'

/** Rows asked for at once; a list itself stays in the core's database. */
export const windowSize = 200

/** How often lists are asked for again in which time alone moves rows. */
export const lookAgainMs = 60_000

export type ListSource<Answer> = {
  /** The list's key; a window's is this and its number. */
  key: readonly unknown[]
  read: (range: { offset: number; limit: number }, signal: AbortSignal) => Promise<Answer>
  /** Asks for the windows in view again after this time, where things change that no event tells. */
  lookAgainMs?: number
}

/** One window of a list, by its number. */
export const windowOptions = <Answer>({ key, read, lookAgainMs: lookAgain }: ListSource<Answer>, index: number) =>
  queryOptions({
    queryKey: [...key, index],
    queryFn: ({ signal }) => read({ offset: index * windowSize, limit: windowSize }, signal),
    refetchInterval: lookAgain ?? false,
  })

/** The rows in view. */
type InView = { first: number; last: number }

export type WindowedList<Answer extends { rows: readonly unknown[] }> = {
  /** The first window, with what is said of the whole; undefined before the first answer. */
  head: Answer | undefined
  /** True while what is shown still belongs to the list before. */
  changing: boolean
  error: unknown
  /** Undefined while its window is on its way. */
  rowAt(index: number): Answer['rows'][number] | undefined
  retry(): void
}

/**
 * What went wrong and needs a person. A lost core is told by the banner and comes back by itself, so it is no error of
 * what has been read before and stays in view.
 */
export const errorToTell = ({ data, error }: { data: unknown; error: unknown }): unknown =>
  error !== null && data !== undefined && toErrorData(error).code === 'core-gone' ? null : error

/** A list of any length of which only the windows with the rows `first` to `last` are loaded, and always the first. */
export function useWindowedList<Answer extends { rows: readonly unknown[] }>(
  input: ListSource<Answer> & InView,
): WindowedList<Answer> {
  const { first, last } = input
  const head = useQuery({ ...windowOptions(input, 0), placeholderData: keepPreviousData })
  const from = Math.max(1, Math.floor(first / windowSize))
  const to = Math.max(0, Math.floor(last / windowSize))
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
  const others = useQueries({ queries: indexes.map((index) => windowOptions(input, index)) })
  return {
    head: head.data,
    changing: head.isPlaceholderData,
    error: [head, ...others].map(errorToTell).find((error) => error !== null) ?? null,
    rowAt: (index) => {
      const place = Math.floor(index / windowSize)
      const data = place === 0 ? head.data : others[place - from]?.data
      return data?.rows[index - place * windowSize]
    },
    retry: () => {
      for (const query of [head, ...others]) if (query.isError) void query.refetch()
    },
  }
}
