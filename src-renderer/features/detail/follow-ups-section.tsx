import { Button, Checkbox, Group, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import type { FollowUp } from '#contract/desk-work'
import type { DiscrepancyRow } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { errorOf } from '../../format/error-words.ts'
import { dayTimeOf } from '../../format/instant.ts'
import { deskQueries, useAddFollowUp, useCloseFollowUp } from '../../queries/desk-work.ts'
import { errorToTell } from '../../queries/windowed-list.ts'
import { CopyIcon, CopyWords } from '../../ui/copy-button.tsx'
import { Section } from '../../ui/page.tsx'
import { sendOnCtrlEnter } from '../../ui/send-on-ctrl-enter.ts'
import { ErrorBox } from '../../ui/states.tsx'
import desk from './desk.module.css'
import classes from './detail.module.css'
import { followUpText } from './detail-shape.ts'
import { useDraft } from './use-draft.ts'

type FollowUpsProps = { row: DiscrepancyRow; now: Instant; readOnly: string | null }

/** What only a person can do about it outside of Plumbline: a ready text to hand on, and whether it is done. */
export function FollowUpsSection({ row, now, readOnly }: FollowUpsProps) {
  const { pairingId, fingerprint, facilityId } = row
  const about = { pairingId, fingerprint }
  const list = useQuery(deskQueries.followUps({ about, closed: true }))
  const add = useAddFollowUp()
  const [text, setText] = useDraft(`follow-up ${pairingId} ${fingerprint}`)
  const said = (text ?? '').trim()
  const failed = errorToTell(list)
  return (
    <Section title="Follow-ups">
      {failed ? (
        <ErrorBox error={failed} what="Follow-ups could not be read" onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && list.data.length > 0 && (
        <ul className={desk.notes} aria-label="Follow-ups">
          {list.data.map((task) => (
            <FollowUpLine key={task.id} {...{ task, row, now, readOnly }} />
          ))}
        </ul>
      )}
      {text === null ? (
        <Button
          variant="default"
          disabled={readOnly !== null}
          title={readOnly ?? undefined}
          onClick={() => setText(followUpText(row, now))}
        >
          Add a follow-up
        </Button>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (said !== '' && !add.isPending)
              void add.mutateAsync({ facilityId, about, text: said }).then(
                () => setText(null),
                () => {},
              )
          }}
        >
          <Textarea
            label="What somebody has to do"
            description="Ready to hand on: copy it into a message, then keep it here until it is done."
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            autoFocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={sendOnCtrlEnter}
          />
          {add.error ? <ErrorBox error={add.error} what="The follow-up was not kept" /> : null}
          <Group gap="sm" mt={6}>
            <Button type="submit" disabled={said === '' || readOnly !== null} loading={add.isPending}>
              Add follow-up
            </Button>
            <CopyWords label="Copy text" text={text} />
            <Button variant="subtle" onClick={() => setText(null)}>
              Cancel
            </Button>
          </Group>
        </form>
      )}
    </Section>
  )
}

type LineProps = FollowUpsProps & { task: FollowUp }

function FollowUpLine({ task, row, now, readOnly }: LineProps) {
  const close = useCloseFollowUp()
  const { id, text, by, at, closed } = task
  return (
    <li>
      <div className={desk.task}>
        <Checkbox
          size="xs"
          label={<span className={closed ? desk.done : undefined}>{text}</span>}
          title={closed ? 'Open it again' : 'Close it: it is done'}
          checked={closed !== null}
          disabled={readOnly !== null || close.isPending}
          onChange={(event) =>
            close.mutate(
              { id, closed: event.currentTarget.checked },
              {
                onError: (error) =>
                  notifications.show({
                    title: 'The follow-up stays as it was',
                    message: errorOf(error).tell,
                    color: 'red',
                  }),
              },
            )
          }
        />
        <CopyIcon text={text} label="Copy the text" />
      </div>
      <span className={classes.note}>
        {by}, {dayTimeOf(at, row.zone, now)}
        {closed && `; done ${dayTimeOf(closed.at, row.zone, now)} by ${closed.by}`}
      </span>
    </li>
  )
}
