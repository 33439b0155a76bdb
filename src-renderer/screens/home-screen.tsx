import { useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { FirstRun } from '../features/first-run/first-run.tsx'
import { connectionQueries } from '../queries/connections.ts'
import { useReadOnlyReason } from '../queries/workspace.ts'
import { ErrorBox, Loading } from '../ui/states.tsx'

/** The start: the two ways in while there is no connection, else the discrepancies. */
export function HomeScreen() {
  const connections = useQuery(connectionQueries.list())
  const readOnly = useReadOnlyReason()
  const navigate = useNavigate()
  if (connections.isError) return <ErrorBox error={connections.error} onRetry={() => void connections.refetch()} />
  if (!connections.data) return <Loading waitingFor="the workspace" />
  if (connections.data.length > 0) return <Navigate to="/discrepancies" replace />
  return <FirstRun readOnly={readOnly} onAddConnection={() => void navigate({ to: '/connections' })} />
}
