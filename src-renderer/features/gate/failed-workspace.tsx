import { Button } from '@mantine/core'
import type { ErrorData } from '#contract/errors'
import { CopyWords } from '../../ui/copy-button.tsx'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './gate.module.css'
import { GateCard } from './gate-card.tsx'

type FailedProps = { error: ErrorData; where: string; version: string }

/** A workspace that cannot be opened: what, where, and what to do. It is opened once per start, so there is no retry. */
export function FailedWorkspaceGate({ error, where, version }: FailedProps) {
  return (
    <GateCard title="This workspace cannot be opened">
      <ErrorBox error={{ data: error }} what="Its files were left untouched">
        <CopyWords
          label="Copy for support"
          text={`Plumbline ${version}\n${error.code} (${error.blame})\n${error.tell}\n${where}`}
        />
      </ErrorBox>
      <p className={classes.text}>
        Plumbline looks at the files when it starts: when they are put right, start it again.
      </p>
      <p className={classes.text}>
        Where: <span className={classes.where}>{where}</span>
      </p>
    </GateCard>
  )
}

/** While the core opens its files. */
export function OpeningWorkspaceGate() {
  return (
    <GateCard title="Opening the workspace">
      <p className={classes.text} role="status">
        Checking and opening the two databases. This takes a moment.
      </p>
    </GateCard>
  )
}

/** The core does not answer and nothing was read yet. */
export function NoCoreGate() {
  return (
    <GateCard title="Plumbline does not answer">
      <p className={classes.text} role="alert">
        The page has not reached the program yet and keeps trying. If the terminal window where it ran is closed, start
        Plumbline again: it opens a new page.
      </p>
      <Button variant="default" onClick={() => location.reload()}>
        Reload the page
      </Button>
    </GateCard>
  )
}

/** The page has no token, or the program no longer takes the one it has. */
export function NoLinkGate({ refused }: { refused: boolean }) {
  return (
    <GateCard title={refused ? 'This link is no longer valid' : 'This page needs its link'}>
      <p className={classes.text} role="alert">
        {refused
          ? 'A link works once and only for a minute, and only until Plumbline is started again.'
          : 'Plumbline opens only through a link that it makes itself, so that no other program on this computer can read the workspace.'}
      </p>
      <ol className={classes.steps}>
        <li>Go to the terminal window where Plumbline runs.</li>
        <li>Press Enter there: it prints a fresh link.</li>
        <li>Paste that link into this tab: it then shows what its address asked for.</li>
      </ol>
      <p className={classes.text}>If that window is closed, start Plumbline again: it opens the page by itself.</p>
    </GateCard>
  )
}
