/** The goals of the speed page that this bench measures, and how a run is held against them. */
export type Metric = string
/** Medians of one size: milliseconds, or MiB where the name says so. */
export type Measured = Readonly<Record<Metric, number>>
export type SizeResult = {
  size: number
  processes: number
  measured: Measured
  ratios: Readonly<Record<string, number>>
}

type Goal = {
  id: string
  work: string
  beside: string
  limit: number
  /** A ratio of two metrics of one process, or a metric in its own unit. */
  of: { work: Metric; beside: Metric } | { metric: Metric; unit: string }
}

const ratio = (
  id: string,
  work: string,
  beside: string,
  limit: number,
  of: { work: Metric; beside: Metric },
): Goal => ({
  id,
  work,
  beside,
  limit,
  of,
})

const fetchParse = 'bare fetch + parse of the same pages'
const scan = 'covering scan of both sides'

export const goals: readonly Goal[] = [
  ratio('compare-none', 'incremental compare, nothing touched', scan, 0.01, { work: 'compareNone', beside: 'scan' }),
  ratio('compare-tenth', 'incremental compare, 0.1 % touched', scan, 0.1, { work: 'compareTenth', beside: 'scan' }),
  ratio('compare-hundredth', 'incremental compare, 1 % touched', scan, 1, { work: 'compareHundredth', beside: 'scan' }),
  ratio('compare-whole', 'full compare', scan, 3, { work: 'compareWhole', beside: 'scan' }),
  ratio('compare-join', 'full compare', 'SQLite FULL OUTER JOIN', 3, { work: 'compareWhole', beside: 'join' }),
  ratio('compare-map', 'full compare', 'hand-written Map', 1, { work: 'compareWhole', beside: 'map' }),
  ratio('resync-none', 're-sync over HTTP, nothing changed, every page another text', fetchParse, 1.6, {
    work: 'pullUnstable',
    beside: 'fetchParse',
  }),
  ratio('resync-stable', 're-sync over HTTP, nothing changed, stable pages', fetchParse, 1.15, {
    work: 'pullNone',
    beside: 'fetchParse',
  }),
  ratio('resync-hundredth', 're-sync over HTTP, 1 % changed, in every page of one side', fetchParse, 2, {
    work: 'pullHundredth',
    beside: 'fetchParse',
  }),
  ratio('cold', 'cold pull + seal', 'parse + hash + bare insert', 1.5, { work: 'pullCold', beside: 'bareInsert' }),
  ratio('overlap', 'double bookings after one change', 'recomputing one resource and day', 2, {
    work: 'overlapOne',
    beside: 'resourceDay',
  }),
  ratio(
    'list',
    'list: first 200 rows + counts, any filter but a text, 100,000 open',
    'covering scan of the discrepancies',
    1,
    {
      work: 'listAndCounts',
      beside: 'discrepancyScan',
    },
  ),
  {
    id: 'gap',
    work: 'longest gap in answering the page during sync and compare',
    beside: '',
    limit: 50,
    of: { metric: 'listLongest', unit: 'ms' },
  },
  {
    id: 'memory',
    work: 'core process, peak memory during a sync',
    beside: '',
    limit: 300,
    of: { metric: 'peakMiB', unit: 'MiB' },
  },
  ratio('first-screen', 'first usable screen with so many records a side', 'the same with an empty cache', 1.3, {
    work: 'largeFirst',
    beside: 'emptyListFirst',
  }),
  {
    id: 'calendar',
    work: 'calendar, 50 resources x 7 days x 40 slots: first usable, more than the same page with an empty cache',
    beside: '',
    limit: 1_000,
    of: { metric: 'calendarMore', unit: 'ms' },
  },
  {
    id: 'calendar-cpu',
    work: 'the same: CPU of a week switch',
    beside: '',
    limit: 500,
    of: { metric: 'weekCpu', unit: 'ms' },
  },
  {
    id: 'nodes',
    work: 'elements of the page, full calendar or 100,000 open discrepancies',
    beside: '',
    limit: 6_000,
    of: { metric: 'mostNodes', unit: 'elements' },
  },
]

/** Held against the smallest or middle size rather than the same run. */
export const sizeGoals = [
  {
    id: 'week',
    work: 'stretch of 2,000 records a side: geometry',
    metric: 'windowGeometry',
    against: 10_000,
    limit: 1.5,
  },
  {
    id: 'memory-growth',
    work: 'core process, peak memory during a sync',
    metric: 'peakMiB',
    against: 100_000,
    limit: 1.5,
  },
] as const

/** Of each, the exponent of its growth is at most this; what a `bare` cost grows by is told, and nobody's to mend. */
export const growthLimit = 1.1
export const growing: readonly { metric: Metric; name: string; bare?: true }[] = [
  { metric: 'fetchParse', name: 'bare fetch + parse', bare: true },
  { metric: 'bareInsert', name: 'parse + hash + bare insert', bare: true },
  { metric: 'scan', name: 'covering scan of both sides', bare: true },
  { metric: 'join', name: 'SQLite FULL OUTER JOIN', bare: true },
  { metric: 'map', name: 'hand-written Map', bare: true },
  { metric: 'pullCold', name: 'cold pull + seal' },
  { metric: 'compareFirst', name: 'first full compare, writing all it finds' },
  { metric: 'compareWhole', name: 'full compare, nothing new' },
  { metric: 'pullNone', name: 're-sync, nothing changed, stable pages' },
  { metric: 'pullUnstable', name: 're-sync, nothing changed, every page another text' },
  { metric: 'pullTenth', name: 're-sync, 0.1 % changed' },
  { metric: 'pullHundredth', name: 're-sync, 1 % changed' },
  { metric: 'compareNone', name: 'incremental compare, nothing touched' },
  { metric: 'compareTenth', name: 'incremental compare, 0.1 % touched' },
  { metric: 'compareHundredth', name: 'incremental compare, 1 % touched' },
]

/** What a goal measures in one process: the ratio, or the metric itself; NaN where it was not measured. */
export function valueOf({ of }: Goal, measured: Measured): number {
  if ('metric' in of) return measured[of.metric] ?? Number.NaN
  return (measured[of.work] ?? Number.NaN) / (measured[of.beside] ?? Number.NaN)
}

export type Verdict = 'met' | 'missed' | 'not measured'

export const verdictOf = (value: number, limit: number): Verdict =>
  Number.isNaN(value) ? 'not measured' : value <= limit ? 'met' : 'missed'

/** Slope of log(value) over log(size), least squares; NaN with fewer than two sizes or a value that is not above zero. */
export function fitExponent(points: readonly { size: number; value: number }[]): number {
  if (points.length < 2 || points.some(({ value }) => !(value > 0))) return Number.NaN
  const xs = points.map(({ size }) => Math.log(size))
  const ys = points.map(({ value }) => Math.log(value))
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
  const [mx, my] = [mean(xs), mean(ys)]
  const along = xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] ?? 0) - my), 0)
  return along / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0)
}
