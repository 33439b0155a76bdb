import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { DiscrepancyRow } from '#contract/discrepancies'
import type { MatchCandidate } from '#contract/matches'
import type { Instant } from '#contract/time'
import { spanWords } from '../../format/instant.ts'
import { scoreWords } from '../../format/match-words.ts'
import { matchQueries } from '../../queries/matches.ts'
import { MatchPoints } from '../../ui/match-points.tsx'
import { Reason, Section } from '../../ui/page.tsx'
import { ErrorBox, Loading } from '../../ui/states.tsx'
import classes from './match-section.module.css'

type CandidatesProps = {
  row: DiscrepancyRow
  now: Instant
  readOnly: string | null
  onPin: (pair: MatchCandidate) => void
  /** Takes back that the two are not the same. */
  onAllow: (pair: MatchCandidate) => void
}

/** What a record that stands alone could be the same as, best first, each with why it is not matched. */
export function MatchCandidates({ row, now, readOnly, onPin, onAllow }: CandidatesProps) {
  const candidates = useQuery(matchQueries.candidates(row.pairingId, row.fingerprint))
  const fromLeft = row.rightKey === null
  const [here, there] = fromLeft ? [row.leftSystem, row.rightSystem] : [row.rightSystem, row.leftSystem]
  return (
    <Section title="Could be the same as">
      {candidates.isPending && <Loading waitingFor="similar records" rows={2} />}
      {candidates.isError && (
        <ErrorBox
          error={candidates.error}
          what="Similar records could not be looked for"
          onRetry={() => void candidates.refetch()}
        />
      )}
      {candidates.data?.length === 0 && (
        <p className={classes.quiet}>
          No record of {there} is near this one in worker and time, so {here} seems to hold it alone.
        </p>
      )}
      {candidates.data && candidates.data.length > 0 && (
        <>
          <Reason text={readOnly} />
          <ul className={classes.candidates}>
            {candidates.data.map((one) => (
              <Candidate
                key={`${one.leftKey} ${one.rightKey}`}
                candidate={one}
                system={there}
                id={fromLeft ? one.rightKey : one.leftKey}
                row={row}
                now={now}
                readOnly={readOnly}
                onPin={onPin}
                onAllow={onAllow}
              />
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

type CandidateProps = CandidatesProps & { candidate: MatchCandidate; system: string; id: string }

function Candidate({ candidate, system, id, row, now, readOnly, onPin, onAllow }: CandidateProps) {
  const { who, label, span, explanation, why, forbidden } = candidate
  return (
    <li className={classes.candidate}>
      <div>
        <b>{who === '' ? 'Nobody assigned' : who}</b>
        {label !== '' && `, ${label}`}
        <p>
          {spanWords(span, row.zone, now)}, {system} {id}
        </p>
        {why !== '' && <p className={classes.why}>{why}</p>}
      </div>
      <Button
        variant="default"
        disabled={readOnly !== null}
        aria-label={`${forbidden ? 'Take it back' : 'They are the same'}: ${system} ${id}`}
        onClick={() => (forbidden ? onAllow(candidate) : onPin(candidate))}
      >
        {forbidden ? 'Take it back' : 'They are the same'}
      </Button>
      <details className={classes.points}>
        <summary>{scoreWords(explanation)}</summary>
        <MatchPoints {...explanation} />
      </details>
    </li>
  )
}
