import { Button, Code } from '@mantine/core'
import { CopyWords } from '../../ui/copy-button.tsx'
import { Reason } from '../../ui/page.tsx'
import classes from './first-run.module.css'

type FirstRunProps = { desktop: boolean; readOnly: string | null; onAddConnection: () => void }

const command = 'npm run demo'

/** A workspace without connections: look at the demo, or connect the first system. */
export function FirstRun({ desktop, readOnly, onAddConnection }: FirstRunProps) {
  return (
    <div className={classes.wrap}>
      <h1 className={classes.title}>Find where two schedules disagree</h1>
      <p className={classes.lead}>
        Plumbline reads the same schedule from two systems, compares them record by record and shows every discrepancy
        with the evidence for it. It only reads; nothing is changed in either system.
      </p>
      <div className={classes.choices}>
        <section className={classes.choice}>
          <h2>Add a connection</h2>
          <p className={classes.grow}>
            Connect the first of your two systems. You need its address and its key; each field says where to find them.
            Then a facility, then the second system, then Sync now.
          </p>
          <Button size="sm" onClick={onAddConnection} disabled={readOnly !== null}>
            Add a connection
          </Button>
          <Reason text={readOnly} />
        </section>
        <section className={classes.choice}>
          <h2>Open the demo</h2>
          <p>
            Two invented facilities, sixty invented workers, and discrepancies of every kind, read over real HTTP. The
            demo is a workspace of its own: nothing of it gets into yours.
          </p>
          <ol className={classes.grow}>
            {desktop ? (
              <li>
                In a terminal, run <Code>{command}</Code> in the source folder, or <Code>plumbline demo</Code> where the
                Linux package is installed. A window of its own opens; this one may stay open.
              </li>
            ) : (
              <>
                <li>Stop Plumbline in its terminal window (Ctrl C).</li>
                <li>
                  Run <Code>{command}</Code> there; a new page opens.
                </li>
              </>
            )}
          </ol>
          <CopyWords label="Copy the command" text={command} />
        </section>
      </div>
    </div>
  )
}
