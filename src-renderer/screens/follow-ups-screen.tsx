import { Button, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ZoneId } from '#contract/time'
import { AddFollowUp } from '../features/follow-ups/add-follow-up.tsx'
import { FollowUpList } from '../features/follow-ups/follow-up-list.tsx'
import { countOf } from '../format/count.ts'
import { errorOf } from '../format/error-words.ts'
import { deskZone } from '../format/instant.ts'
import { deskQueries, useAddFollowUp, useCloseFollowUp } from '../queries/desk-work.ts'
import { facilityQueries } from '../queries/facilities.ts'
import { errorToTell } from '../queries/windowed-list.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'
import { Page, Reason } from '../ui/page.tsx'
import { EmptyState, ErrorBox, Loading } from '../ui/states.tsx'

const route = getRouteApi('/follow-ups')

/** Tasks that only a person can do outside of Plumbline, closed by hand. */
export function FollowUpsScreen() {
  const { facility, closed = false, add = false } = route.useSearch()
  const navigate = route.useNavigate()
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const facilities = useQuery(facilityQueries.list()).data ?? []
  const list = useQuery(deskQueries.followUps({ closed, ...(facility === undefined ? {} : { facilityId: facility }) }))
  const adding = useAddFollowUp()
  const closing = useCloseFollowUp()
  const open = list.data?.filter((one) => one.closed === null).length ?? 0
  const here = facilities.find(({ id }) => id === facility)
  const setAdd = (next: boolean): void => {
    adding.reset()
    void navigate({ search: (old) => ({ ...old, add: next ? true : undefined }), replace: true })
  }
  const addButton = (
    <Button disabled={readOnly !== null || facilities.length === 0} onClick={() => setAdd(true)}>
      Add a follow-up
    </Button>
  )
  return (
    <Page
      title="Follow-ups"
      note={list.data && `${countOf(open, 'follow-up')} open${here ? ` in ${here.name}` : ''}`}
      actions={
        <>
          <Switch
            label="Closed ones too"
            size="sm"
            checked={closed}
            onChange={(event) => {
              const next = event.currentTarget.checked ? (true as const) : undefined
              void navigate({ search: (old) => ({ ...old, closed: next }), replace: true })
            }}
          />
          <Reason
            text={
              readOnly ?? (facilities.length === 0 ? 'A follow-up belongs to a facility; there is none yet.' : null)
            }
          />
          {addButton}
        </>
      }
    >
      {errorToTell(list) !== null && (
        <ErrorBox error={list.error} what="The follow-ups could not be read" onRetry={() => void list.refetch()} />
      )}
      {list.isPending && <Loading waitingFor="the follow-ups" />}
      {list.data?.length === 0 && (
        <EmptyState title={`No follow-ups${here ? ` in ${here.name}` : ''}${closed ? '' : ' are open'}`}>
          A follow-up is what only a person can do outside, such as a call to a ward. Add one here, or from the detail
          of a discrepancy.
        </EmptyState>
      )}
      {list.data && list.data.length > 0 && (
        <FollowUpList
          followUps={list.data}
          zone={ZoneId.parse(deskZone())}
          now={now}
          readOnly={readOnly}
          busyId={closing.isPending ? closing.variables.id : null}
          onClose={({ id, facility: where }, next) =>
            closing.mutate(
              { id, closed: next },
              {
                onSuccess: () =>
                  notifications.show({
                    message: next ? 'Follow-up closed.' : 'Follow-up open again.',
                    autoClose: 4000,
                  }),
                onError: (error) =>
                  notifications.show({
                    title: `The follow-up of ${where} was not ${next ? 'closed' : 'opened again'}`,
                    message: errorOf(error).tell,
                    color: 'red',
                  }),
              },
            )
          }
        />
      )}
      {add && (
        <AddFollowUp
          facilities={facilities}
          facility={facility}
          busy={adding.isPending}
          error={adding.error}
          readOnly={readOnly}
          onAdd={(facilityId, text) =>
            adding.mutate({ facilityId, about: null, text }, { onSuccess: () => setAdd(false) })
          }
          onClose={() => setAdd(false)}
        />
      )}
    </Page>
  )
}
