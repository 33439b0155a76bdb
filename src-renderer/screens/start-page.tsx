import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import '../ui/base.css'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { CoreClient } from '#contract/procedures'
import { provideCore } from '../link/core.ts'
import { installTrustedTypes } from '../link/trusted-types.ts'
import { applyEvents } from '../queries/apply-events.ts'
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
  const root = document.getElementById('root')
  if (root === null) throw new Error('The page has no root element.')
  createRoot(root).render(
    <StrictMode>
      <App router={createPageRouter()} queries={queries} nonce={nonce} />
    </StrictMode>,
  )
  // Once the screen that was asked for is drawn, and nothing else is to be done.
  requestIdleCallback(() => void loadScreens(), { timeout: 5000 })
}
