import {
  fitExponent,
  goals,
  growing,
  growthLimit,
  type SizeResult,
  sizeGoals,
  type Verdict,
  verdictOf,
} from './goals.ts'

const group = (value: number): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ',')

const number = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return '-'
  if (value >= 1_000) return group(Math.round(value))
  return value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value >= 0.1
        ? value.toFixed(2)
        : value.toFixed(4)
}

const processesWords = (results: readonly SizeResult[]): string =>
  results.map(({ size, processes }) => `${processes} at ${group(size)}`).join(', ')

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

type Line = { cells: string[]; missed: boolean }

const mark = (verdict: Verdict): string => (verdict === 'missed' ? '**missed**' : verdict)

function ratioLines(results: readonly SizeResult[]): Line[] {
  const judged = results.at(-1)
  return goals.map((goal) => {
    const verdict = verdictOf(judged?.ratios[goal.id] ?? Number.NaN, goal.limit)
    const unit = 'metric' in goal.of ? ` ${goal.of.unit}` : ''
    const cells = [
      goal.work,
      goal.beside,
      `<= ${goal.limit}${unit}`,
      ...results.map(({ ratios }) => number(ratios[goal.id])),
      mark(verdict),
    ]
    return { cells, missed: verdict === 'missed' }
  })
}

function sizeLines(results: readonly SizeResult[]): Line[] {
  return sizeGoals.map(({ work, metric, against, limit }) => {
    const base = results.find(({ size }) => size === against)?.measured[metric]
    const ratios = results.map(({ size, measured }) =>
      size < against ? Number.NaN : (measured[metric] ?? Number.NaN) / (base ?? Number.NaN),
    )
    const verdict = verdictOf(ratios.at(-1) ?? Number.NaN, limit)
    const cells = [work, `itself at ${group(against)} a side`, `<= ${limit}`, ...ratios.map(number), mark(verdict)]
    return { cells, missed: verdict === 'missed' }
  })
}

function growthLines(results: readonly SizeResult[]): Line[] {
  return growing.map(({ metric, name, bare }) => {
    const points = results.map(({ size, measured }) => ({ size, value: measured[metric] ?? Number.NaN }))
    const exponent = fitExponent(points)
    const verdict = verdictOf(exponent, growthLimit)
    const cells = [name, ...points.map(({ value }) => number(value)), number(exponent), bare ? '' : mark(verdict)]
    return { cells, missed: !bare && verdict === 'missed' }
  })
}

const others: readonly { metric: string; name: string }[] = [
  { metric: 'listIdleP95', name: 'list call every 50 ms, idle: p95, ms' },
  { metric: 'listP95', name: 'the same during sync and compare: p95, ms' },
  { metric: 'listIdleLongest', name: 'the same idle: longest, ms' },
  { metric: 'listLongest', name: 'the same during sync and compare: longest, ms' },
  { metric: 'openedMiB', name: 'core process, workspace open: peak MiB' },
  { metric: 'coldMiB', name: 'core process, after the first sync: peak MiB' },
  { metric: 'peakMiB', name: 'core process, after three syncs: peak MiB' },
  { metric: 'windowGeometry', name: 'stretch of 2,000 records a side: geometry, ms' },
  { metric: 'windowFields', name: 'the same with fields, ms' },
  { metric: 'overlapOne', name: 'double bookings after one change, ms' },
  { metric: 'resourceDay', name: 'one resource and day recomputed, ms' },
  { metric: 'listAndCounts', name: 'list and counts at 100,000 open, dearest filter but a text, ms' },
  { metric: 'listText', name: 'list and counts at 100,000 open, by a text, ms' },
  { metric: 'discrepancyScan', name: 'covering scan of 100,000 discrepancies, ms' },
]

const page: readonly { metric: string; name: string }[] = [
  { metric: 'emptyCalendarFirst', name: 'calendar, empty cache: first usable, ms' },
  { metric: 'calendarFirst', name: 'calendar, full: first usable, ms' },
  { metric: 'emptyCalendarCpu', name: 'calendar, empty cache: CPU of the page, ms' },
  { metric: 'calendarCpu', name: 'calendar, full: CPU of the page, ms' },
  { metric: 'weekSwitch', name: 'week switch: to the first frame with the other week, ms' },
  { metric: 'weekCpu', name: 'week switch: CPU of the page, ms' },
  { metric: 'calendarFrameMean', name: 'calendar, `j` held at 30 a second: mean frame, ms' },
  { metric: 'calendarFrameP95', name: 'the same: p95, ms' },
  { metric: 'calendarFrameLongest', name: 'the same: longest, ms' },
  { metric: 'emptyListFirst', name: 'list, empty cache: first usable, ms' },
  { metric: 'listFirst', name: 'list, 100,000 open: first usable, ms' },
  { metric: 'largeFirst', name: 'list, so many records a side: first usable, ms' },
  { metric: 'filterKey', name: 'one key in the search: to the list that shows the result, ms' },
  { metric: 'frameMean', name: 'list, `j` held at 30 a second: mean frame, ms' },
  { metric: 'frameP95', name: 'the same: p95, ms' },
  { metric: 'frameLongest', name: 'the same: longest, ms' },
  { metric: 'emptyNodes', name: 'elements of the page, empty cache' },
  { metric: 'calendarNodes', name: 'elements of the page, full calendar' },
  { metric: 'listNodes', name: 'elements of the page, 100,000 open' },
]

/** The page the bench leaves behind: goals beside what was measured, growth, and the figures behind them. */
export function readmeText(results: readonly SizeResult[]): string {
  const sizes = results.map(({ size }) => group(size))
  const held = [...ratioLines(results), ...sizeLines(results)]
  const growth = growthLines(results)
  const missed = [
    ...held.filter((one) => one.missed).map(({ cells }) => `${cells[0]}${cells[1] ? ` (${cells[1]})` : ''}`),
    ...growth.filter((one) => one.missed).map(({ cells }) => `growth of: ${cells[0]}`),
  ]
  return `# What the core costs

Written by \`npm run bench\`; no figure here is entered by hand. \`npm run bench -- 10000 100000 1000000\` names the sizes,
in records a side; without them it measures 10,000 and 100,000. Two cores, Node ${process.versions.node.split('.')[0]}, ciphered cache, pages of 500 over loopback from a
process of their own; 0.5 % of the records stand only left, 0.5 % only right, 1 % differ, noise fields always differ.
Every figure is the median of whole processes (${processesWords(results)}), a ratio the median of the ratios inside each. A process fails
where a compare does not find exactly what was planted. Seconds depend on the computer: quote ratios.

## Goals

Columns are records a side; the last column judges the largest size.

${table(
  ['work', 'beside', 'goal', ...sizes, ''],
  held.map(({ cells }) => cells),
)}

${missed.length === 0 ? 'Nothing is missed.' : `Missed: ${missed.join('; ')}.`}

DuckDB, daff and microdiff are not part of this program's packages and are not measured here.

## Milliseconds and growth

The exponent is fitted over all sizes; the goal is at most ${growthLimit}.

${table(
  ['both sides, ms', ...sizes, 'exponent', ''],
  growth.map(({ cells }) => cells),
)}

## While it works

${table(
  ['', ...sizes],
  others.map(({ metric, name }) => [name, ...results.map(({ measured }) => number(measured[metric]))]),
)}

## The page

The built host in a real browser at 1440 x 900, once a size: a facility with 50 workers and 40 slots a day on both sides
(27,860 records a week, two full weeks), and 100,000 open discrepancies in ten facilities. First screens are the median of
three hosts just started. The browser and the core share the two cores. \`node e2e/bench/page-run.ts 10000\` prints these
figures alone.

${table(
  ['', ...sizes],
  page.map(({ metric, name }) => [name, ...results.map(({ measured }) => number(measured[metric]))]),
)}
`
}
