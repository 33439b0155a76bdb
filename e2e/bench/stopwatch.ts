/** Milliseconds of a call. */
export function msOf(work: () => void): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The value below which this share of the values lies, between neighbours in proportion; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  if (below === undefined || above === undefined) return Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

/** Median milliseconds of so many calls. */
export const medianMs = (times: number, work: () => void): number =>
  median(Array.from({ length: times }, () => msOf(work)))
