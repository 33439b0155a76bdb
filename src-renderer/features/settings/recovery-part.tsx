import { Button } from '@mantine/core'
import { Reason } from '../../ui/page.tsx'
import classes from './settings.module.css'

type RecoveryPartProps = {
  /** Whether one is kept. */
  kept: boolean
  /** Why none can be made now; null where one can. */
  off: string | null
  onMake: () => void
}

/** Whether twelve words on paper could open this workspace, and the way to make them. */
export function RecoveryPart({ kept, off, onMake }: RecoveryPartProps) {
  return (
    <>
      <p className={classes.dim}>
        {kept
          ? 'A recovery phrase is kept: its twelve words open this workspace where its passphrase or key is lost. Plumbline cannot show them again. If the paper is gone or somebody else has seen it, make a new one; the older one then opens nothing.'
          : 'No recovery phrase is kept. Twelve words on paper would open this workspace where its passphrase or key is lost; without them nobody can.'}
      </p>
      <div className={classes.line}>
        <Button variant="default" disabled={off !== null} onClick={onMake}>
          {kept ? 'Make a new recovery phrase' : 'Make a recovery phrase'}
        </Button>
        <Reason text={off} />
      </div>
    </>
  )
}
