import { Button, Group, Textarea } from '@mantine/core'
import { useRef } from 'react'
import type { DiscrepancyDetail } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { dayTimeOf } from '../../format/instant.ts'
import { useNote } from '../../queries/desk-work.ts'
import { Reason, Section } from '../../ui/page.tsx'
import { sendOnCtrlEnter } from '../../ui/send-on-ctrl-enter.ts'
import { ErrorBox } from '../../ui/states.tsx'
import desk from './desk.module.css'
import classes from './detail.module.css'
import { useDraft } from './use-draft.ts'

type NotesProps = { detail: DiscrepancyDetail; now: Instant; readOnly: string | null }

/** What people wrote about it, and a place to write more; nobody can take a note back. */
export function NotesSection({ detail, now, readOnly }: NotesProps) {
  const { row, notes } = detail
  const { pairingId, fingerprint } = row
  const [draft, setDraft] = useDraft(`note ${pairingId} ${fingerprint}`)
  const text = draft ?? ''
  const note = useNote()
  // The button goes with the text it sent, and would take the keys with it.
  const fieldRef = useRef<HTMLTextAreaElement>(null)
  const said = text.trim()
  return (
    <Section title="Notes">
      {notes.length > 0 && (
        <ul className={desk.notes} aria-label="Notes">
          {notes.map(({ at, by, text: written }) => (
            <li key={`${at} ${by} ${written}`}>
              <p>{written}</p>
              <span className={classes.note}>
                {by}, {dayTimeOf(at, row.zone, now)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (said !== '' && !note.isPending)
            // Said of this one even where another is shown by then; what failed is shown below and stays written.
            void note.mutateAsync({ pairingId, fingerprint, text: said }).then(
              () => {
                setDraft(null)
                fieldRef.current?.focus()
              },
              () => {},
            )
        }}
      >
        <Textarea
          ref={fieldRef}
          aria-label="New note"
          placeholder="Write a note"
          autosize
          minRows={1}
          maxRows={8}
          maxLength={2000}
          disabled={readOnly !== null}
          value={text}
          onChange={(event) => setDraft(event.currentTarget.value === '' ? null : event.currentTarget.value)}
          onKeyDown={sendOnCtrlEnter}
        />
        {note.error ? <ErrorBox error={note.error} what="The note was not kept" /> : null}
        {(said !== '' || readOnly !== null) && (
          <Group gap="sm" mt={6}>
            {said !== '' && (
              <Button
                type="submit"
                variant="default"
                loading={note.isPending}
                disabled={readOnly !== null}
                title="Ctrl Enter"
              >
                Add note
              </Button>
            )}
            <Reason text={readOnly} />
            {readOnly === null && <span className={desk.quiet}>Kept with your name; it cannot be taken back.</span>}
          </Group>
        )}
      </form>
    </Section>
  )
}
