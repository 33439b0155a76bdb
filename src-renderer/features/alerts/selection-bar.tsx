import { Button } from '@mantine/core'
import { countWords } from '../../format/count.ts'
import { Reason } from '../../ui/page.tsx'
import { acknowledgeAllWords, acknowledgeWords } from './alert-shape.ts'
import classes from './alerts.module.css'

type SelectionBarProps = {
  picked: number
  total: number
  readOnly: string | null
  busy: boolean
  /** Asks about all there are. */
  onAll: () => void
  onClear: () => void
  onAcknowledge: () => void
}

/** How many alerts are selected and what acknowledging them means, said before it is done: there is no way back. */
export function SelectionBar(props: SelectionBarProps) {
  const { picked, total, readOnly, busy, onAll, onClear, onAcknowledge } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields
    <div className={classes.bar} role="group" aria-label="Selected alerts">
      <b role="status">{picked === 0 ? 'None selected' : `${countWords(picked)} selected`}</b>
      <span className={classes.barText}>
        Acknowledged alerts stay quiet until one of their values moves. That cannot be taken back; they stay in
        Discrepancies.
      </span>
      <Reason text={readOnly} />
      {picked < total && readOnly === null && (
        <Button variant="subtle" onClick={onAll}>
          {acknowledgeAllWords(total)}
        </Button>
      )}
      {picked > 0 && (
        <>
          <Button variant="subtle" onClick={onClear}>
            Clear
          </Button>
          <Button disabled={readOnly !== null} loading={busy} onClick={onAcknowledge}>
            {acknowledgeWords(picked)}
          </Button>
        </>
      )}
    </div>
  )
}
