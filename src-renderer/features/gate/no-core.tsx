import { Button } from '@mantine/core'
import classes from './gate.module.css'
import { GateCard } from './gate-card.tsx'

/** While the core gets its keys and opens its files. `keychain`: the system is asked for them, which may ask in turn. */
export function OpeningWorkspaceGate({ keychain = false }: { keychain?: boolean }) {
  return (
    <GateCard title="Opening the workspace" saysAway>
      <p className={classes.text} role="status">
        {keychain &&
          'The keychain of this computer is asked for the key: if a window of the system asks you, answer it. '}
        Checking and opening the two databases. This takes a moment.
      </p>
    </GateCard>
  )
}

type NoCoreProps = { desktop: boolean; why: string }

/** The core does not answer and nothing was read yet. */
export function NoCoreGate({ desktop, why }: NoCoreProps) {
  return (
    <GateCard title="Plumbline does not answer" saysAway>
      <p className={classes.text} role="alert">
        {desktop
          ? `${why === '' ? 'The part of Plumbline that reads and compares has not answered yet.' : why} The window keeps trying and goes on by itself.`
          : 'The page has not reached the program yet and keeps trying. If the terminal window where it ran is closed, start Plumbline again: it opens a new page.'}
      </p>
      <Button variant="default" onClick={() => location.reload()}>
        {desktop ? 'Try now' : 'Reload the page'}
      </Button>
    </GateCard>
  )
}

/** The core ended too often and is started again only where a person asks: a page that is loaded anew asks. */
export function StoppedCoreGate({ why }: { why: string }) {
  return (
    <GateCard title="Plumbline has stopped" saysAway>
      <p className={classes.strong} role="alert">
        {why === '' ? 'The part of Plumbline that reads and compares ended and was not started again.' : why}
      </p>
      <p className={classes.text}>
        Nothing was deleted, and nothing runs until it is started again: no schedule is kept, and the last snapshot
        cannot be shown. If it stops each time, quit Plumbline, start it anew and tell whoever supports you the sentence
        above.
      </p>
      <Button size="sm" autoFocus onClick={() => location.reload()}>
        Start again
      </Button>
    </GateCard>
  )
}

/** The page has no token, or the program no longer takes the one it has. */
export function NoLinkGate({ refused }: { refused: boolean }) {
  return (
    <GateCard title={refused ? 'This link is no longer valid' : 'This page needs its link'} saysAway>
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
