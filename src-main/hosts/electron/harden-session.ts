import type { Session } from 'electron'
import { pageOrigin } from '#contract/bridge'

/** The one thing the page may do: put on the clipboard what a person chose to copy. Reading it is not allowed. */
const allowed = 'clipboard-sanitized-write'

type Asked = { permission: string; origin: string; mainFrame: boolean }

/** Whether a page may do what it asks for (R15). Electron grants everything where nobody decides. */
export const mayUse = ({ permission, origin, mainFrame }: Asked): boolean =>
  permission === allowed && mainFrame && origin === pageOrigin

const originOf = (address: string): string => {
  const url = URL.parse(address)
  return url === null ? '' : `${url.protocol}//${url.host}`
}

/** Denies the page's session every permission but one, every device, screen capture, spell checker and web request. */
export function hardenSession(session: Session): void {
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, { isMainFrame }) =>
    mayUse({ permission, origin: originOf(requestingOrigin), mainFrame: isMainFrame }),
  )
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(mayUse({ permission, origin: originOf(requestingUrl), mainFrame: isMainFrame })),
  )
  session.setDevicePermissionHandler(() => false)
  // Not an empty answer: Electron throws at one without a picture.
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event, item) => {
    if (!mayDownload(item.getURL())) event.preventDefault()
  })
  // Vendors are reached by the core. The page has nothing to fetch from any network, whatever got into it.
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, answer) => answer({ cancel: !isOwn(url) }))
}

/** True for a file that the page itself made, out of what it shows: nothing else may be put on the disk. */
export const mayDownload = (address: string): boolean => address.startsWith(`blob:${pageOrigin}/`)

/** Addresses that stay inside the page: its own files, what it saves to disk, icons in its styles. */
export const isOwn = (address: string): boolean =>
  originOf(address) === pageOrigin || mayDownload(address) || /^(data|devtools):/.test(address)
