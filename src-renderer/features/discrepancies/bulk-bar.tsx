import { Button, Menu } from '@mantine/core'
import type { Operator } from '#contract/desk-work'
import type { Cluster } from '#contract/discrepancies'
import type { OperatorId } from '#contract/ids'
import { countWords } from '../../format/count.ts'
import { Reason } from '../../ui/page.tsx'
import classes from './list.module.css'
import { selectedWords } from './selection-shape.ts'

type BulkBarProps = {
  /** How many are selected, exactly. */
  count: number
  /** Groups whose rows are among them. */
  groups: readonly Cluster[]
  /** How many match the filters. */
  total: number
  /** True where accepted ones are listed. */
  accepted: boolean
  operators: readonly Operator[]
  readOnly: string | null
  busy: boolean
  /** Left out where more are selected than can be copied. */
  onCopy?: () => void
  onAll: () => void
  onClear: () => void
  onDecide: () => void
  onAssign: (to: OperatorId | null) => void
}

/** Under the list once rows are selected: how many exactly, and what can be done with all of them. */
export function BulkBar(props: BulkBarProps) {
  const { count, groups, total, accepted, operators, readOnly, busy, onCopy, onAll, onClear, onDecide, onAssign } =
    props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields
    <div className={classes.bulk} role="group" aria-label="Selected discrepancies">
      <b role="status">{selectedWords(count, groups)}</b>
      <span className={classes.bulkText}>
        {accepted ? 'Reopening puts them back into the list and the alerts.' : 'Accepting stores your name and reason.'}{' '}
        Nothing is written to either system.
      </span>
      <Reason text={readOnly} />
      {count < total && (
        <Button variant="subtle" onClick={onAll}>
          Select all {countWords(total)} that match
        </Button>
      )}
      <Button variant="subtle" onClick={onClear}>
        Clear
      </Button>
      {onCopy && (
        <Button variant="default" onClick={onCopy}>
          Copy rows
        </Button>
      )}
      <Menu shadow="md" position="top-end">
        <Menu.Target>
          <Button variant="default" disabled={readOnly !== null} loading={busy}>
            Give to…
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {operators.map(({ id, name, current }) => (
            <Menu.Item key={id} onClick={() => onAssign(id)}>
              {current ? `${name} (me)` : name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => onAssign(null)}>Nobody</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button disabled={readOnly !== null} onClick={onDecide}>
        {accepted ? 'Reopen' : 'Accept'} {countWords(count)}
      </Button>
    </div>
  )
}
