import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { PairingState } from '#contract/pairings'
import { type AskedPair, DecideDialog } from '../features/detail/decide-dialog.tsx'
import { DecisionList } from '../features/matches/decision-list.tsx'
import { MatchList } from '../features/matches/match-list.tsx'
import classes from '../features/matches/matches.module.css'
import { countOf } from '../format/count.ts'
import { pairingQueries } from '../queries/facilities.ts'
import { matchQueries, useMatchList } from '../queries/matches.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'
import { Page, Reason } from '../ui/page.tsx'
import { EmptyState, ErrorBox, Loading } from '../ui/states.tsx'

const route = getRouteApi('/matches')

/** The pairs of one pairing that stand without ids, and what people said about pairs. */
export function MatchesScreen() {
  const { pairing, facility } = route.useSearch()
  const pairings = useQuery(pairingQueries.list())
  const state = pairings.data?.find((known) => known.pairing.id === pairing)
  if (state) return <Matches key={state.pairing.id} state={state} />
  return (
    <Page title="Pairs without ids">
      {pairings.isError && <ErrorBox error={pairings.error} onRetry={() => void pairings.refetch()} />}
      {pairings.isPending && <Loading waitingFor="the pairing" />}
      {pairings.data && (
        <EmptyState
          title="This pairing is not there"
          actions={
            <Link to="/facilities" search={{ facility }}>
              Go to Facilities
            </Link>
          }
        >
          It may have been removed, or a part of the link was lost. Each pairing in Facilities leads here.
        </EmptyState>
      )}
    </Page>
  )
}

function Matches({ state }: { state: PairingState }) {
  const { pairing, facility } = state
  const [range, setRange] = useState({ first: 0, last: 30 })
  const [asked, setAsked] = useState<AskedPair | null>(null)
  const list = useMatchList(pairing.id, range)
  const decisions = useQuery(matchQueries.decisions(pairing.id))
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const systems = { left: state.left.system, right: state.right.system }
  const shared = { zone: facility.zone, now, readOnly: readOnly !== null }
  const total = list.head?.total ?? 0
  return (
    <Page
      title="Pairs without ids"
      note={`${facility.name}: ${systems.left} and ${systems.right}`}
      fixed
      actions={<Reason text={readOnly} />}
    >
      <div className={classes.screen}>
        <section className={classes.pairs}>
          <h2 className={classes.title}>{list.head ? countOf(total, 'pair') : 'Pairs'} matched without ids</h2>
          {list.error ? <ErrorBox error={list.error} what="The pairs could not be read" onRetry={list.retry} /> : null}
          {!list.head && !list.error && <Loading waitingFor="the pairs" />}
          {list.head && total === 0 && (
            <p className={classes.text}>
              {state.compared === null
                ? 'The two systems were never compared here.'
                : 'Every pair of the last comparison was found by the ids that the records carry.'}
            </p>
          )}
          {total > 0 && (
            <MatchList
              total={total}
              matchAt={list.rowAt}
              onRange={(first, last) => setRange({ first, last })}
              onPin={({ match }) => setAsked({ decision: 'pin', pair: match })}
              onForbid={({ match }) => setAsked({ decision: 'forbid', pair: match })}
              onTakeBack={({ match }) => setAsked({ decision: null, earlier: 'pin', pair: match })}
              {...shared}
            />
          )}
        </section>
        <section className={classes.side}>
          <h2 className={classes.title}>What people decided</h2>
          {decisions.isError && <ErrorBox error={decisions.error} onRetry={() => void decisions.refetch()} />}
          {decisions.isPending && <Loading waitingFor="the decisions" rows={3} />}
          {decisions.data?.length === 0 && (
            <p className={classes.text}>Nobody has said yet that two records are, or are not, the same.</p>
          )}
          {decisions.data && decisions.data.length > 0 && (
            <DecisionList
              decisions={decisions.data}
              systems={systems}
              onTakeBack={({ leftKey, rightKey, decision }) =>
                setAsked({ decision: null, earlier: decision, pair: { leftKey, rightKey, explanation: null } })
              }
              {...shared}
            />
          )}
        </section>
      </div>
      {asked && <DecideDialog asked={asked} pairingId={pairing.id} systems={systems} onClose={() => setAsked(null)} />}
    </Page>
  )
}
