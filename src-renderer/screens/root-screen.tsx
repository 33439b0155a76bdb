import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { assertNever } from '#contract/assert-never'
import { FailedWorkspaceGate } from '../features/gate/failed-workspace.tsx'
import { GateCard } from '../features/gate/gate-card.tsx'
import { LockedWorkspaceGate } from '../features/gate/locked-workspace.tsx'
import { LostKeysGate } from '../features/gate/lost-keys.tsx'
import { NewWorkspaceGate } from '../features/gate/new-workspace.tsx'
import { NoCoreGate, NoLinkGate, OpeningWorkspaceGate, StoppedCoreGate } from '../features/gate/no-core.tsx'
import { RecoverWorkspaceGate } from '../features/gate/recover-workspace.tsx'
import { RecoverySteps } from '../features/recovery/recovery-steps.tsx'
import { showsData } from '../queries/forget-data.ts'
import { useHostState, useHostWhy } from '../queries/host-state.ts'
import { useHostKind, workspaceQueries } from '../queries/workspace.ts'
import { FrameScreen } from './frame-screen.tsx'

/** What stands before everything else: the way to the host, then the workspace, then the frame with the screens. */
export function RootScreen() {
  const host = useHostState()
  const why = useHostWhy()
  const kind = useHostKind()
  const navigate = useNavigate()
  const [recovering, setRecovering] = useState(false)
  const [justMade, setJustMade] = useState(false)
  const info = useQuery({
    ...workspaceQueries.info(),
    // The feed tells when it is open; asking again covers a feed that began too late to hear it.
    refetchInterval: (query) => (query.state.data?.state.state === 'opening' ? 1000 : false),
  })
  const closed = info.data !== undefined && !showsData(info.data.state)
  useEffect(() => {
    // What was said over the screens speaks of what was on them (P24).
    if (closed) notifications.clean()
  }, [closed])
  if (host === 'no-link' || host === 'refused') return <NoLinkGate refused={host === 'refused'} />
  if (host === 'stopped') return <StoppedCoreGate why={why} />
  if (!info.data) {
    return host === 'gone' || info.isError ? (
      <NoCoreGate desktop={kind === 'desktop'} why={why} />
    ) : (
      <OpeningWorkspaceGate />
    )
  }
  const { state, folder } = info.data
  // Another program made it meanwhile, or it could not be opened: the phrase is offered to who has just made a workspace.
  if (justMade && (state.state === 'locked' || state.state === 'failed')) setJustMade(false)
  const recover = (): void => setRecovering(true)
  if (recovering && (state.state === 'locked' || (state.state === 'failed' && state.retry))) {
    return (
      <RecoverWorkspaceGate
        onBack={() => setRecovering(false)}
        onRecovered={({ state: then }) => {
          setRecovering(false)
          if (!showsData(then)) return
          void navigate({ to: '/connections' })
          notifications.show({
            title: 'The workspace is open again',
            message: 'Enter the key of each connection anew, then sync: what was read before is read again.',
            autoClose: 15_000,
          })
        }}
      />
    )
  }
  switch (state.state) {
    case 'new':
      return <NewWorkspaceGate folder={folder} onCreate={() => setJustMade(true)} />
    case 'locked':
      return <LockedWorkspaceGate info={info.data} state={state} onRecover={recover} />
    case 'opening':
      return <OpeningWorkspaceGate keychain={info.data.unlock === 'keychain'} />
    case 'failed':
      return state.retry ? (
        <LostKeysGate info={info.data} state={state} onRecover={recover} />
      ) : (
        <FailedWorkspaceGate info={info.data} state={state} />
      )
    case 'open':
    case 'viewing':
      if (justMade && state.state === 'open') {
        return (
          <GateCard title="Keep a recovery phrase">
            <RecoverySteps replacing={false} later="Not now" onLeave={() => setJustMade(false)} />
          </GateCard>
        )
      }
      return <FrameScreen info={info.data} viewing={state.state === 'viewing' ? state.why : null} />
    default:
      return assertNever(state)
  }
}
