import { createORPCClient } from '@orpc/client'
import { pageScheme } from '#contract/bridge'
import type { CoreClient } from '#contract/procedures'
import { connectPort } from './connect-port.ts'
import { connectSocket } from './connect-socket.ts'
import { createHostLink } from './host-link.ts'
import { hostState, setHostState } from './host-state.ts'

/** Connects the page to the host it runs in and keeps it connected; the only place that knows which host that is. */
export function connect(): CoreClient {
  const link = createHostLink()
  link.onChange((connected) => {
    if (connected) setHostState('open')
    else if (hostState() === 'open') setHostState('gone')
  })
  const stayConnected = location.protocol === `${pageScheme}:` ? connectPort : connectSocket
  stayConnected((made, closed) => link.attach(made, closed))
  return createORPCClient<CoreClient>(link)
}
