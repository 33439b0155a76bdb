import '../link/zod-jitless.ts'
import { setHostState } from '../link/host-state.ts'
import { pageNow } from '../link/page-clock.ts'
import { startPage } from '../screens/start-page.tsx'
import { fakeCore, type Scenario } from './fake-core.ts'

// `dev.html?scenario=failing` shows a state; `?host=gone`, `stopped` or `no-link` the link's own. The query goes away
// before the router starts, which would take it for its own.
const asked = new URLSearchParams(location.search)
history.replaceState(null, '', `${location.pathname}${location.hash}`)
const host = asked.get('host')
startPage(fakeCore({ scenario: (asked.get('scenario') ?? 'usual') as Scenario, now: pageNow() }))
setHostState('open')
const why = 'The part of Plumbline that reads and compares ended unexpectedly (exit code 9).'
if (host === 'gone') setTimeout(() => setHostState('gone', `${why} It is being started again.`), 1500)
if (host === 'stopped')
  setHostState('stopped', `${why} It was started 4 times within five minutes and ended each time.`)
if (host === 'no-link' || host === 'refused') setHostState(host)
