import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Link,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router'
import { Page } from '../ui/page.tsx'
import { EmptyState, ErrorBox } from '../ui/states.tsx'
import { CalendarSearch } from './calendar-search.ts'
import { HomeScreen } from './home-screen.tsx'
import { RootScreen } from './root-screen.tsx'
import {
  AlertsSearch,
  CommonSearch,
  ConnectionsSearch,
  DiscrepanciesSearch,
  FacilitiesSearch,
  FollowUpsSearch,
  MatchesSearch,
  OverviewSearch,
  RunsSearch,
  SettingsSearch,
} from './search.ts'

/** Each screen comes in a file of its own, so that the first one is drawn early; `loadScreens` fetches the others. */
const screens = {
  alerts: lazyRouteComponent(() => import('./alerts-screen.tsx'), 'AlertsScreen'),
  calendar: lazyRouteComponent(() => import('./calendar-screen.tsx'), 'CalendarScreen'),
  connections: lazyRouteComponent(() => import('./connections-screen.tsx'), 'ConnectionsScreen'),
  discrepancies: lazyRouteComponent(() => import('./discrepancies-screen.tsx'), 'DiscrepanciesScreen'),
  facilities: lazyRouteComponent(() => import('./facilities-screen.tsx'), 'FacilitiesScreen'),
  followUps: lazyRouteComponent(() => import('./follow-ups-screen.tsx'), 'FollowUpsScreen'),
  matches: lazyRouteComponent(() => import('./matches-screen.tsx'), 'MatchesScreen'),
  overview: lazyRouteComponent(() => import('./overview-screen.tsx'), 'OverviewScreen'),
  runs: lazyRouteComponent(() => import('./runs-screen.tsx'), 'RunsScreen'),
  settings: lazyRouteComponent(() => import('./settings-screen.tsx'), 'SettingsScreen'),
} as const

/**
 * Fetches every screen that is not there yet, so that each can be gone to once the host does not answer any more. One
 * that cannot be fetched is asked for again where somebody goes to it.
 */
export async function loadScreens(): Promise<void> {
  await Promise.allSettled(Object.values(screens).map(async (screen) => screen.preload?.()))
}

const root = createRootRoute({
  component: RootScreen,
  validateSearch: CommonSearch,
  notFoundComponent: NotFound,
})

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: HomeScreen }),
  createRoute({ getParentRoute: () => root, path: '/alerts', validateSearch: AlertsSearch, component: screens.alerts }),
  createRoute({
    getParentRoute: () => root,
    path: '/calendar',
    validateSearch: CalendarSearch,
    component: screens.calendar,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/discrepancies',
    validateSearch: DiscrepanciesSearch,
    component: screens.discrepancies,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/facilities',
    validateSearch: FacilitiesSearch,
    component: screens.facilities,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/matches',
    validateSearch: MatchesSearch,
    component: screens.matches,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/connections',
    validateSearch: ConnectionsSearch,
    component: screens.connections,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/overview',
    validateSearch: OverviewSearch,
    component: screens.overview,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/follow-ups',
    validateSearch: FollowUpsSearch,
    component: screens.followUps,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    validateSearch: SettingsSearch,
    component: screens.settings,
  }),
  createRoute({ getParentRoute: () => root, path: '/runs', validateSearch: RunsSearch, component: screens.runs }),
] as const

function NotFound() {
  return (
    <Page title="Not found">
      <EmptyState title="There is nothing at this address" actions={<Link to="/overview">Go to the overview</Link>}>
        The link may be from another version, or a part of it was lost when it was copied.
      </EmptyState>
    </Page>
  )
}

/** What cannot be fetched or drawn; `reset` tries again. */
function Failed({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="This screen cannot be shown">
      <ErrorBox error={error} onRetry={reset} />
    </Page>
  )
}

/** The page's routes over the address's fragment; tests hand in a history of their own. */
export function createPageRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree: root.addChildren(routes),
    history,
    defaultPreload: false,
    defaultErrorComponent: Failed,
    scrollRestoration: false,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>
  }
}
