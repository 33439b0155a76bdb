import { Button } from '@mantine/core'
import { useState } from 'react'
import type { DiscrepancyDetail, DiscrepancyRow } from '#contract/discrepancies'
import type { PairMatch } from '#contract/matches'
import type { Instant } from '#contract/time'
import { dayTimeOf, zoneNameOf } from '../../format/instant.ts'
import { linkWords, pairWords, runnerUpWords } from '../../format/match-words.ts'
import { MatchMark } from '../../ui/match-mark.tsx'
import { MatchPoints } from '../../ui/match-points.tsx'
import { Reason, Section } from '../../ui/page.tsx'
import { type AskedPair, DecideDialog } from './decide-dialog.tsx'
import { MatchCandidates } from './match-candidates.tsx'
import classes from './match-section.module.css'

type Systems = { left: string; right: string }

type MatchSectionProps = { detail: DiscrepancyDetail; now: Instant; readOnly: string | null }

/**
 * How both records were found to be the same thing and what a person can say about it; for a record that stands alone,
 * what it could be the same as. A guess, an id and a person's word look different.
 */
export function MatchSection({ detail, now, readOnly }: MatchSectionProps) {
  const { row, match, links } = detail
  const [asked, setAsked] = useState<AskedPair | null>(null)
  const systems = { left: row.leftSystem, right: row.rightSystem }
  const alone = detail.open && (detail.left.length === 0) !== (detail.right.length === 0)
  return (
    <>
      {links.length > 0 && (
        <Section title="Ids that tie both systems">
          <ul className={classes.links}>
            {links.map(({ kind, side, key, tell }) => (
              <li key={`${kind} ${side} ${key}`}>
                <b>{linkWords(kind)}:</b> {tell}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {match && (
        <Section title="How the pair was found">
          <FoundPair match={match} row={row} now={now} systems={systems} />
          {match.how !== 'reference' && detail.open && (
            <div className={classes.actions}>
              {match.how === 'rule' ? (
                <>
                  <Button
                    variant="default"
                    disabled={readOnly !== null}
                    onClick={() => setAsked({ decision: 'pin', pair: match })}
                  >
                    They are the same
                  </Button>
                  <Button
                    variant="default"
                    disabled={readOnly !== null}
                    onClick={() => setAsked({ decision: 'forbid', pair: match })}
                  >
                    Not the same
                  </Button>
                </>
              ) : (
                <Button
                  variant="default"
                  disabled={readOnly !== null}
                  onClick={() => setAsked({ decision: null, earlier: 'pin', pair: match })}
                >
                  Take it back
                </Button>
              )}
              <Reason text={readOnly} />
            </div>
          )}
        </Section>
      )}
      {!match && alone && (
        <MatchCandidates
          row={row}
          now={now}
          readOnly={readOnly}
          onPin={(pair) => setAsked({ decision: 'pin', pair })}
          onAllow={(pair) => setAsked({ decision: null, earlier: 'forbid', pair })}
        />
      )}
      {asked && (
        <DecideDialog asked={asked} pairingId={row.pairingId} systems={systems} onClose={() => setAsked(null)} />
      )}
    </>
  )
}

type FoundPairProps = { match: PairMatch; row: DiscrepancyRow; now: Instant; systems: Systems }

function FoundPair({ match, row, now, systems }: FoundPairProps) {
  const { how, explanation, decided } = match
  if (how === 'reference') return <p className={classes.quiet}>By the ids they carry: {pairWords(match, systems)}.</p>
  return (
    <div className={how === 'rule' ? classes.guess : classes.decided}>
      <p className={classes.lead}>
        <MatchMark how={how} />
        {how === 'rule'
          ? 'Neither record names the other. They are taken for the same by worker and time.'
          : decided &&
            `${decided.by} said on ${dayTimeOf(decided.at, row.zone, now)} ${zoneNameOf(decided.at, row.zone)} that they are the same.`}
      </p>
      {decided && <blockquote className={classes.reason}>{decided.reason}</blockquote>}
      {explanation && (
        <>
          <MatchPoints {...explanation} />
          <p className={classes.quiet}>{runnerUpWords(explanation, match, systems)}</p>
        </>
      )}
    </div>
  )
}
