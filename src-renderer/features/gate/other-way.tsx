import { Button } from '@mantine/core'
import classes from './gate.module.css'

/** The way in for whoever has lost the usual one. */
export function OtherWay({ onRecover }: { onRecover: () => void }) {
  return (
    <div className={classes.other}>
      <Button variant="subtle" onClick={onRecover}>
        Open with recovery phrase
      </Button>
    </div>
  )
}
