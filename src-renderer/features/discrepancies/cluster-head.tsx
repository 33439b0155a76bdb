import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { Cluster } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { countWords } from '../../format/count.ts'
import { Glyph } from '../../ui/glyph.tsx'
import { Reason } from '../../ui/page.tsx'
import classes from './list.module.css'
import { clusterCells } from './list-shape.ts'

type ClusterHeadProps = {
  /** Undefined where nothing of it is left under these filters. */
  cluster: Cluster | undefined
  /** How many of it are listed. */
  count: number
  accepted: boolean
  now: Instant
  readOnly: string | null
  onBack: () => void
  onDecide: () => void
}

/** Over the rows of one group: what they share, how many they are, and the way back to the whole list. */
export function ClusterHead({ cluster, count, accepted, now, readOnly, onBack, onDecide }: ClusterHeadProps) {
  const cells = cluster && clusterCells(cluster, now)
  return (
    <section className={classes.clusterHead} aria-label="Group">
      <Button variant="default" leftSection={<IconArrowLeft size={14} />} onClick={onBack}>
        All discrepancies
      </Button>
      <div className={classes.clusterTitle}>
        <Glyph name="group" size={18} />
        <span>
          <b>{cells?.title ?? 'Nothing of this group is left here'}</b>
          {cells && (
            <span className={classes.dim}>
              {[cells.facility, `${cells.share} that could show it`, cells.when].join(', ')}
            </span>
          )}
        </span>
      </div>
      {cluster && (
        <>
          <Reason text={readOnly} />
          <Button variant="default" disabled={readOnly !== null || count === 0} onClick={onDecide}>
            {accepted ? 'Reopen' : 'Accept'} all {countWords(count)}
          </Button>
        </>
      )}
    </section>
  )
}
