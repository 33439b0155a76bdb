import { IconArrowBackUp, IconCheck, IconChevronRight } from '@tabler/icons-react'
import { memo } from 'react'
import type { Cluster } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { Glyph } from '../../ui/glyph.tsx'
import classes from './list.module.css'
import { clusterCells } from './list-shape.ts'

type ClusterRowProps = {
  cluster: Cluster
  accepted: boolean
  index: number
  top: number
  active: boolean
  /** All that match are selected, and so are its rows. */
  picked: boolean
  /** Rows of several facilities may be listed. */
  across: boolean
  now: Instant
  readOnly: string | null
}

/** One line for all rows that share a cause; it opens them. Clicks are handled by the grid. */
export const ClusterRow = memo(function ClusterRow(props: ClusterRowProps) {
  const { cluster, accepted, index, top, active, picked, across, now, readOnly } = props
  const cells = clusterCells(cluster, now)
  const act = `${accepted ? 'Reopen' : 'Accept'} the whole group`
  return (
    <div
      role="row"
      id={`discrepancy-${index}`}
      aria-rowindex={index + 2}
      {...(active ? { 'data-active': '' } : {})}
      data-index={index}
      data-cluster={cluster.id}
      {...(picked ? { 'aria-selected': true } : {})}
      className={`${classes.row} ${classes.cluster} ${across ? classes.across : ''}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className={classes.pickCell}>
        {picked && <IconCheck size={16} aria-label="Selected with all that match" />}
      </span>
      <span role="gridcell" className={`${classes.cell} ${classes.kind}`}>
        <Glyph name="group" size={18} />
        <span>{cells.kind}</span>
      </span>
      <span
        role="gridcell"
        className={`${classes.cell} ${classes.wide} ${classes.facility}`}
        title={across ? cells.facility : undefined}
      >
        {cells.facility}
      </span>
      <span role="gridcell" className={`${classes.cell} ${classes.aside} digits`}>
        {cells.share}
      </span>
      <span role="gridcell" className={`${classes.cell} ${classes.aside} digits`}>
        {cells.when}
      </span>
      <span
        role="gridcell"
        className={`${classes.cell} ${classes.story}`}
        title={`${cells.title}\n${cells.share} ${cells.when}`}
      >
        {cells.title}
      </span>
      <span role="gridcell" className={classes.acts}>
        <button
          type="button"
          tabIndex={-1}
          className={classes.act}
          data-decide={index}
          disabled={readOnly !== null}
          aria-label={act}
          title={readOnly ?? `${act} (e)`}
        >
          {accepted ? <IconArrowBackUp size={15} /> : <IconCheck size={15} />}
        </button>
        <span className={classes.opens} title="Show its rows (Enter)">
          <IconChevronRight size={15} aria-hidden="true" />
          <span className="visually-hidden">Opens its rows</span>
        </span>
      </span>
    </div>
  )
})
