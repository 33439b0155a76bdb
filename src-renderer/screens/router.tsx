import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  type RouterHistory,
} from '@tanstack/react-router'
import { Page } from '../ui/page.tsx'
import { EmptyState } from '../ui/states.tsx'
import { AlertsScreen } from './alerts-screen.tsx'
import { ConnectionsScreen } from './connections-screen.tsx'
import { DiscrepanciesScreen } from './discrepancies-screen.tsx'
import { FacilitiesScreen } from './facilities-screen.tsx'
import { HomeScreen } from './home-screen.tsx'
import { MatchesScreen } from './matches-screen.tsx'
import { RootScreen } from './root-screen.tsx'
import { RunsScreen } from './runs-screen.tsx'
import {
  AlertsSearch,
  CommonSearch,
  ConnectionsSearch,
  DiscrepanciesSearch,
  FacilitiesSearch,
  MatchesSearch,
  RunsSearch,
} from './search.ts'

const root = createRootRoute({
  component: RootScreen,
  validateSearch: CommonSearch,
  notFoundComponent: NotFound,
})

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: HomeScreen }),
  createRoute({ getParentRoute: () => root, path: '/alerts', validateSearch: AlertsSearch, component: AlertsScreen }),
  createRoute({
    getParentRoute: () => root,
    path: '/discrepancies',
    validateSearch: DiscrepanciesSearch,
    component: DiscrepanciesScreen,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/facilities',
    validateSearch: FacilitiesSearch,
    component: FacilitiesScreen,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/matches',
    validateSearch: MatchesSearch,
    component: MatchesScreen,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/connections',
    validateSearch: ConnectionsSearch,
    component: ConnectionsScreen,
  }),
  createRoute({ getParentRoute: () => root, path: '/runs', validateSearch: RunsSearch, component: RunsScreen }),
] as const

function NotFound() {
  return (
    <Page title="Not found">
      <EmptyState
        title="There is nothing at this address"
        actions={<Link to="/discrepancies">Go to Discrepancies</Link>}
      >
        The link may be from another version, or a part of it was lost when it was copied.
      </EmptyState>
    </Page>
  )
}

/** The page's routes over the address's fragment; tests hand in a history of their own. */
export function createPageRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({ routeTree: root.addChildren(routes), history, defaultPreload: false, scrollRestoration: false })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>
  }
}
