import type { WebContents } from 'electron'
import type { Logger } from '../../platform/logger.ts'
import { isPageAddress } from './page-scheme.ts'

type Guarded = { preventDefault(): void; url: string }

/** Refuses a navigation that would leave the page. A reload of it, or another place in it, may pass. */
export function guardNavigation({ url, preventDefault }: Guarded, logger: Logger): void {
  if (isPageAddress(url)) return
  preventDefault()
  logger.warn('navigation-refused')
}

/** Keeps whatever is shown in a window inside our own page (R15): no other address, no frame, no window, no webview. */
export function hardenContents(contents: WebContents, logger: Logger): void {
  const guard = (event: Guarded): void =>
    guardNavigation({ url: event.url, preventDefault: () => event.preventDefault() }, logger)
  contents.on('will-navigate', guard)
  contents.on('will-frame-navigate', guard)
  contents.on('will-redirect', guard)
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    logger.warn('webview-refused')
  })
  // What WebRTC sends passes no request handler and no policy.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  contents.setWindowOpenHandler(() => {
    logger.warn('window-refused')
    return { action: 'deny' }
  })
}
