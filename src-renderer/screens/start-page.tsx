import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import '../ui/base.css'
import type { QueryClient } from '@tanstack/react-query'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { CoreClient } from '#contract/procedures'
import { provideCore } from '../link/core.ts'
import { hostState } from '../link/host-state.ts'
import { installTrustedTypes } from '../link/trusted-types.ts'
import { applyEvents } from '../queries/apply-events.ts'
import { forgetWhenClosed } from '../queries/forget-data.ts'
import { createQueryClient } from '../queries/query-client.ts'
import { applyStoredDensity } from '../ui/density.ts'
import { App } from './app.tsx'
import { createPageRouter, loadScreens } from './router.tsx'

/** Draws the page over the given core and lets its feed keep it up to date. */
export function startPage(core: CoreClient): void {
  installTrustedTypes()
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
  // Scroll locks of dialogs write a style element through a library that only listens to this.
  setNonce(nonce)
  applyStoredDensity()
  provideCore(core)
  const queries = createQueryClient()
  applyEvents(queries)
  forgetWhenClosed(queries)
  const root = document.getElementById('root')
  if (root === null) throw new Error('The page has no root element.')
  createRoot(root).render(
    <StrictMode>
      <App router={createPageRouter()} queries={queries} nonce={nonce} />
    </StrictMode>,
  )
  loadOnceQuiet(queries)
}

/** Pause between two looks whether the first screen has all that it asked for. */
const lookAgainMs = 100

/** Fetches the other screens once the one that was asked for is drawn: its own answers come over the same line, before them. */
function loadOnceQuiet(queries: QueryClient): void {
  requestIdleCallback(
    () => {
      if (hostState() === 'connecting' || queries.isFetching() > 0) {
        setTimeout(() => loadOnceQuiet(queries), lookAgainMs)
      } else void loadScreens()
    },
    { timeout: 5000 },
  )
}
