import type { DiscrepancyRow } from '#contract/discrepancies'
import { isCrowd } from '#contract/discrepancy-words'
import { type Instant, toMs } from '#contract/time'
import { durationWords } from '../../format/age.ts'
import { spanWords } from '../../format/instant.ts'
import { memberSystems } from '../../format/kind-words.ts'
import { MatchMark } from '../../ui/match-mark.tsx'
import classes from './detail.module.css'

/** The shifts of a double booking side by side, each with the system that holds it, and the time they share. */
export function OverlapMembers({ row, now }: { row: DiscrepancyRow; now: Instant }) {
  return (
    <section className={classes.overlap} aria-label={isCrowd(row) ? 'Some of what meets' : 'The two that meet'}>
      {row.members.map((member) => (
        <div key={`${member.leftKey} ${member.rightKey}`} className={classes.member}>
          <b>{memberSystems(member, row)}</b>
          <MatchMark how={member.matchedBy} />
          <span>{member.label === '' ? 'Shift without a label' : member.label}</span>
          <span>{spanWords(member.span, row.zone, now)}</span>
          <span className={classes.memberIds}>
            {[member.leftKey, member.rightKey].filter((key) => key !== null).join(', ')}
          </span>
        </div>
      ))}
      <p className={classes.shared}>
        {isCrowd(row) ? 'All' : 'Both'} at once: <b>{spanWords(row.span, row.zone, now)}</b> (
        {durationWords(row.span.start, row.span.end)}
        {toMs(row.span.start) > toMs(now) ? ', still to come' : ''})
      </p>
    </section>
  )
}
