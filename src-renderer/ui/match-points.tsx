import { countOf } from '../format/count.ts'
import classes from './match-points.module.css'

type Points = { label: string; points: number; of: number }
type MatchPointsProps = { keys: readonly (Points & { key: string })[]; score: number; atLeast: number }

/** The points of a match key by key, and their sum: what a guess rests on. */
export function MatchPoints({ keys, score, atLeast }: MatchPointsProps) {
  const all = keys.reduce((sum, key) => sum + key.of, 0)
  return (
    <table className={classes.points}>
      <caption className="visually-hidden">Points of this match, key by key</caption>
      <tbody>
        {keys.map(({ key, ...points }) => (
          <Line key={key} {...points} />
        ))}
      </tbody>
      <tfoot>
        <Line label="Together" points={score} of={all} />
        <tr>
          <td colSpan={3} className={classes.needed}>
            A match needs {countOf(atLeast, 'point')}.
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

function Line({ label, points, of }: Points) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className={classes.bar} aria-hidden="true">
        <span className={classes.track}>
          <span className={classes.full} style={{ width: `${of === 0 ? 0 : (points / of) * 100}%` }} />
        </span>
      </td>
      <td className="digits">
        {points} of {of}
      </td>
    </tr>
  )
}
