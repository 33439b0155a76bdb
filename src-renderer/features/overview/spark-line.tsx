import type { RunPoint } from '#contract/overview'
import classes from './overview.module.css'
import { sparkOf, sparkWords } from './spark-shape.ts'

const width = 96
const height = 18

/** How many were open after each of the newest runs; what it shows is said in words too. */
export function SparkLine({ runs }: { runs: readonly RunPoint[] }) {
  const { lines, short, end } = sparkOf(runs, width, height)
  return (
    <svg
      className={classes.spark}
      width={width + 8}
      height={height + 8}
      viewBox={`-4 -4 ${width + 8} ${height + 8}`}
      role="img"
      aria-label={sparkWords(runs)}
    >
      {lines.map((points) => (
        <polyline key={points} points={points} />
      ))}
      {short.map(({ x, runId }) => (
        <path key={runId} className={classes.short} d={`M${x - 2} ${height - 2}l4 4m0-4l-4 4`} />
      ))}
      {end && <circle cx={end.x} cy={end.y} r={2} />}
    </svg>
  )
}
