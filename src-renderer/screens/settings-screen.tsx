import { Button, Modal, TextInput, useMantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { ZoneId } from '#contract/time'
import { KeyTables } from '../features/frame/key-help.tsx'
import { RecoverySteps } from '../features/recovery/recovery-steps.tsx'
import { AppearancePart } from '../features/settings/appearance-part.tsx'
import { DesktopPart } from '../features/settings/desktop-part.tsx'
import { DiagnosticsPart } from '../features/settings/diagnostics-part.tsx'
import { OperatorsPart } from '../features/settings/operators-part.tsx'
import { RecoveryPart } from '../features/settings/recovery-part.tsx'
import { RetentionPart } from '../features/settings/retention-part.tsx'
import { type DrawnPart, SettingsParts } from '../features/settings/settings-parts.tsx'
import { foundParts } from '../features/settings/settings-shape.ts'
import { WorkspacePart } from '../features/settings/workspace-part.tsx'
import { countOf } from '../format/count.ts'
import { deskZone } from '../format/instant.ts'
import { canLock } from '../format/unlock-words.ts'
import { deskQueries, useChooseOperator, useSaveOperator } from '../queries/desk-work.ts'
import { desktopQueries, useSaveDesktop } from '../queries/desktop.ts'
import { retentionQueries, usePurge, useSaveRetention } from '../queries/retention.ts'
import { errorToTell } from '../queries/windowed-list.ts'
import { useAwayReason, useLock, useNow, useReadOnlyReason, useWorkspace } from '../queries/workspace.ts'
import { setDensity, useDensity } from '../ui/density.ts'
import { Page } from '../ui/page.tsx'
import { EmptyState, ErrorBox, Loading } from '../ui/states.tsx'

const route = getRouteApi('/settings')

/** Who works here, how the page looks, how long data is kept, and where. */
export function SettingsScreen() {
  const { find = '', part } = route.useSearch()
  const navigate = route.useNavigate()
  const info = useWorkspace()
  const readOnly = useReadOnlyReason()
  const away = useAwayReason()
  const lock = useLock()
  const theme = useMantineColorScheme()
  const density = useDensity()
  const setFind = (text: string): void =>
    void navigate({ search: (old) => ({ ...old, find: text === '' ? undefined : text }), replace: true })
  // Once it is reached the address no longer names it: who is sent there again goes there again.
  const onReached = useCallback(
    () => void navigate({ search: (old) => ({ ...old, part: undefined }), replace: true }),
    [navigate],
  )
  const desktop = info?.host === 'desktop'
  const parts: DrawnPart[] = [
    {
      id: 'operators',
      title: 'Who works here',
      words: 'operator person people name decides add rename',
      body: <Operators readOnly={readOnly} />,
    },
    {
      id: 'appearance',
      title: 'Appearance',
      words: 'theme light dark system density compact comfortable larger size text',
      body: (
        <AppearancePart
          theme={theme.colorScheme}
          density={density}
          keptIn={desktop ? 'on this computer' : 'in this browser'}
          onTheme={theme.setColorScheme}
          onDensity={setDensity}
        />
      ),
    },
    ...(desktop
      ? [
          {
            id: 'desktop' as const,
            title: 'The application',
            words: 'desktop notifications notify quiet hours tray window close lock idle minutes',
            body: <Desktop locks={canLock(info.unlock)} />,
          },
        ]
      : []),
    {
      id: 'keep',
      title: 'Keeping data',
      words: 'retention purge remove delete days old backups disk size privacy history time travel',
      body: <Keeping readOnly={readOnly} />,
    },
    ...(info
      ? [
          {
            id: 'workspace' as const,
            title: 'Workspace',
            words: 'folder path lock unlock passphrase key file keychain version about demo',
            body: <WorkspacePart info={info} off={readOnly} locking={lock.isPending} onLock={() => lock.mutate()} />,
          },
        ]
      : []),
    ...(info && !info.demo && info.recovery !== null
      ? [
          {
            id: 'recovery' as const,
            title: 'Recovery phrase',
            words: 'twelve words paper forgotten lost passphrase key keychain recover',
            body: <Recovery kept={info.recovery} off={readOnly} />,
          },
        ]
      : []),
    {
      id: 'diagnostics',
      title: 'Diagnostics for support',
      words: 'help log file save problem report version',
      body: <DiagnosticsPart off={away} />,
    },
    { id: 'keys', title: 'Keys', words: 'keyboard shortcuts', body: <KeyTables /> },
  ]
  const shown = foundParts(parts, find)
  return (
    <Page
      title="Settings"
      note={info && `Plumbline ${info.version}`}
      actions={
        <TextInput
          aria-label="Search the settings"
          placeholder="Search the settings"
          leftSection={<IconSearch size={14} />}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      }
    >
      {shown.length === 0 && (
        <EmptyState
          title={`No setting is called “${find}”`}
          actions={
            <Button variant="default" onClick={() => setFind('')}>
              Show all settings
            </Button>
          }
        >
          What is compared and when is set in Facilities, and the accounts of the systems in Connections.
        </EmptyState>
      )}
      <SettingsParts parts={shown} part={part} onReached={onReached} />
    </Page>
  )
}

function Operators({ readOnly }: { readOnly: string | null }) {
  const list = useQuery(deskQueries.operators())
  const save = useSaveOperator()
  const choose = useChooseOperator()
  if (errorToTell(list) !== null) return <ErrorBox error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Loading waitingFor="who works here" rows={2} />
  return (
    <OperatorsPart
      operators={list.data}
      readOnly={readOnly}
      busy={save.isPending || choose.isPending}
      error={save.error ?? choose.error}
      onSave={(input, onDone) => {
        choose.reset()
        save.mutate(input, { onSuccess: onDone })
      }}
      onChoose={(id) => {
        save.reset()
        choose.mutate({ id })
      }}
    />
  )
}

function Desktop({ locks }: { locks: boolean }) {
  const kept = useQuery(desktopQueries.show())
  const save = useSaveDesktop()
  if (errorToTell(kept) !== null) return <ErrorBox error={kept.error} onRetry={() => void kept.refetch()} />
  if (!kept.data) return <Loading waitingFor="what was chosen" rows={3} />
  return (
    <DesktopPart
      kept={kept.data}
      locks={locks}
      saving={save.isPending}
      error={save.error}
      onSave={(preferences) =>
        save.mutate(preferences, { onSuccess: () => notifications.show({ message: 'Saved.', autoClose: 4000 }) })
      }
    />
  )
}

function Recovery({ kept, off }: { kept: boolean; off: string | null }) {
  const [replacing, setReplacing] = useState<boolean | null>(null)
  const leave = (): void => setReplacing(null)
  return (
    <>
      <RecoveryPart kept={kept} off={off} onMake={() => setReplacing(kept)} />
      <Modal opened={replacing !== null} onClose={leave} title="Recovery phrase" closeOnClickOutside={false}>
        {replacing !== null && <RecoverySteps replacing={replacing} later="Cancel" onLeave={leave} />}
      </Modal>
    </>
  )
}

function Keeping({ readOnly }: { readOnly: string | null }) {
  const retention = useQuery(retentionQueries.show())
  const save = useSaveRetention()
  const purge = usePurge()
  const now = useNow()
  if (errorToTell(retention) !== null)
    return <ErrorBox error={retention.error} onRetry={() => void retention.refetch()} />
  if (!retention.data) return <Loading waitingFor="what is kept" rows={4} />
  return (
    <RetentionPart
      // What is entered starts anew where somebody else changed it.
      key={retention.data.days}
      retention={retention.data}
      zone={ZoneId.parse(deskZone())}
      now={now}
      readOnly={readOnly}
      saving={save.isPending}
      purging={purge.isPending}
      error={save.error ?? purge.error}
      onSave={(days) => {
        purge.reset()
        save.mutate(days, {
          onSuccess: () =>
            notifications.show({ message: `Items are kept for ${countOf(days, 'day')}.`, autoClose: 4000 }),
        })
      }}
      onPurge={() => {
        save.reset()
        purge.mutate(undefined, {
          onSuccess: ({ tell }) => notifications.show({ title: 'Purged', message: tell, autoClose: 8000 }),
        })
      }}
    />
  )
}
