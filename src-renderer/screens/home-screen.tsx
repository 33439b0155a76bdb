import { useQuery } from '@tanstack/react-query'
import { Navigate, useLocation, useNavigate } from '@tanstack/react-router'
import { FirstRun } from '../features/first-run/first-run.tsx'
import { connectionQueries } from '../queries/connections.ts'
import { useHostKind, useReadOnlyReason } from '../queries/workspace.ts'
import { ErrorBox, Loading } from '../ui/states.tsx'

/** The start: the two ways in while there is no connection, else the overview. */
export function HomeScreen() {
  const connections = useQuery(connectionQueries.list())
  const desktop = useHostKind() === 'desktop'
  const readOnly = useReadOnlyReason()
  const navigate = useNavigate()
  // Who has already pressed another place goes there: this one stands only until that has loaded.
  const leaving = useLocation().pathname !== '/'
  if (connections.isError) return <ErrorBox error={connections.error} onRetry={() => void connections.refetch()} />
  if (leaving || !connections.data) return <Loading waitingFor="the workspace" />
  if (connections.data.length > 0) return <Navigate to="/overview" replace />
  return (
    <FirstRun desktop={desktop} readOnly={readOnly} onAddConnection={() => void navigate({ to: '/connections' })} />
  )
}
