import { useQuery } from '@tanstack/react-query'
import { assertNever } from '#contract/assert-never'
import {
  FailedWorkspaceGate,
  NoCoreGate,
  NoLinkGate,
  OpeningWorkspaceGate,
} from '../features/gate/failed-workspace.tsx'
import { LockedWorkspaceGate } from '../features/gate/locked-workspace.tsx'
import { NewWorkspaceGate } from '../features/gate/new-workspace.tsx'
import { useHostState } from '../queries/host-state.ts'
import { workspaceQueries } from '../queries/workspace.ts'
import { FrameScreen } from './frame-screen.tsx'

/** What stands before everything else: the way to the host, then the workspace, then the frame with the screens. */
export function RootScreen() {
  const host = useHostState()
  const info = useQuery({
    ...workspaceQueries.info(),
    // The feed tells when it is open; asking again covers a feed that began too late to hear it.
    refetchInterval: (query) => (query.state.data?.state.state === 'opening' ? 1000 : false),
  })
  if (host === 'no-link' || host === 'refused') return <NoLinkGate refused={host === 'refused'} />
  if (!info.data) return host === 'gone' || info.isError ? <NoCoreGate /> : <OpeningWorkspaceGate />
  const { state, folder, version } = info.data
  switch (state.state) {
    case 'new':
      return <NewWorkspaceGate folder={folder} />
    case 'locked':
      return <LockedWorkspaceGate folder={folder} wrongKey={state.wrongKey} />
    case 'opening':
      return <OpeningWorkspaceGate />
    case 'failed':
      return <FailedWorkspaceGate error={state.error} where={state.where} version={version} />
    case 'open':
    case 'viewing':
      return <FrameScreen info={info.data} viewing={state.state === 'viewing' ? state.why : null} />
    default:
      return assertNever(state)
  }
}
