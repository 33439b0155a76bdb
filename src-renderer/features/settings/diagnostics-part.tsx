import { Button } from '@mantine/core'
import { savedWords } from '../../format/saved-words.ts'
import { useHostKind } from '../../queries/workspace.ts'
import { Reason } from '../../ui/page.tsx'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './settings.module.css'
import { previewOf } from './settings-shape.ts'
import { useDiagnostics } from './use-diagnostics.ts'

/** A text for whoever supports Plumbline: what is in it, a look at it, and a file of it. */
export function DiagnosticsPart({ off }: { off: string | null }) {
  const host = useHostKind()
  const { reading, text, saved, error, show, hide, save } = useDiagnostics()
  return (
    <>
      <p className={classes.dim}>
        One text file for whoever helps you: versions, how this workspace stands and how much is in it, the kinds of its
        connections, and the newest part of the log. No names of people or facilities, no schedules, no addresses of
        systems, no keys. It is only saved on this computer; send it yourself, once you have looked through it.
      </p>
      <div className={classes.line}>
        <Button disabled={off !== null} loading={reading} onClick={save}>
          Save diagnostics
        </Button>
        <Button
          variant="default"
          disabled={off !== null || reading}
          aria-expanded={text !== null}
          onClick={text === null ? show : hide}
        >
          {text === null ? 'Look at it first' : 'Close the preview'}
        </Button>
        <Reason text={off} />
      </div>
      <div role="status">{saved !== null && savedWords(host, saved)}</div>
      {error ? <ErrorBox error={error} what="The diagnostics were not read" /> : null}
      {text !== null && (
        // It scrolls by keys, too.
        <pre className={classes.preview} tabIndex={0} role="region" aria-label="Diagnostics">
          {previewOf(text)}
        </pre>
      )}
    </>
  )
}
