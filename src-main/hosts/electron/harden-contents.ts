import type { WebContents } from 'electron'
import type { Logger } from '../../platform/logger.ts'
import { isPageAddress } from './page-scheme.ts'

/** Keeps whatever is shown in a window inside our own page (R15): no other address, no frame, no window, no webview. */
export function hardenContents(contents: WebContents, logger: Logger): void {
  // A reload of the page, or another place in it, may pass.
  const guard = (event: { url: string; preventDefault(): void }): void => {
    if (isPageAddress(event.url)) return
    event.preventDefault()
    logger.warn('navigation-refused')
  }
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
