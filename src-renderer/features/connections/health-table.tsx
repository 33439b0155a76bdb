import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { Glyph } from '../../ui/glyph.tsx'
import classes from './connections.module.css'
import type { Health } from './health-shape.ts'

type HealthTableProps = {
  health: readonly Health[]
  /** Set where only failing ones are listed. */
  failing: boolean
  now: Instant
  onAll: () => void
}

/** How every connection does, the worst first; its name opens it. */
export function HealthTable({ health, failing, now, onAll }: HealthTableProps) {
  return (
    <section className={classes.health} aria-labelledby="connection-health">
      <div className={classes.healthHead}>
        <h2 id="connection-health">How the connections do</h2>
        {failing && (
          <Button variant="default" onClick={onAll}>
            Only failing ones: show all
          </Button>
        )}
      </div>
      {health.length === 0 ? (
        <p className={classes.dim}>No connection fails at the moment.</p>
      ) : (
        <table className={classes.healthTable}>
          <thead>
            <tr>
              <th scope="col">Connection</th>
              <th scope="col">State</th>
              <th scope="col">Last complete read</th>
              <th scope="col">Asked today</th>
              <th scope="col">Used by</th>
            </tr>
          </thead>
          <tbody>
            {health.map(({ connection, tone, glyph, words, why, lastRead, budget, usedBy }) => (
              <tr key={connection.id}>
                <th scope="row">
                  <Link to="/connections" search={({ facility }) => ({ facility, open: connection.id })}>
                    {connection.name}
                  </Link>
                </th>
                <td>
                  <span className={classes[tone]}>
                    {glyph && <Glyph name={glyph} size={14} />}
                    {words}
                  </span>
                  {why !== '' && <span className={classes.why}>{why}</span>}
                </td>
                <td>{lastRead === null ? 'never' : ageWords(lastRead, now)}</td>
                <td className="digits">{budget === '' ? 'nothing yet' : budget}</td>
                <td>{usedBy.length === 0 ? 'no pairing' : usedBy.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
