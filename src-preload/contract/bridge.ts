/** Between main process and bridge. The bridge passes on these three and nothing else. */
export const bridgeChannels = {
  /** Bridge to main: the page is ready for a port; with whether it asks again. */
  connect: 'plumbline:connect',
  /** Main to bridge: the one port is attached. */
  port: 'plumbline:port',
  /** Main to bridge: what became of the core. */
  core: 'plumbline:core',
} as const

/** `gone`: it is being started again. `stopped`: it ended too often, and starts when a person asks. */
export type CoreNews = { state: 'gone' | 'stopped'; why: string }

/** What page and bridge tell each other through the window; ports travel beside it. */
export type BridgeMessage =
  /** `again`: the page had asked before, so that nobody reloaded it and it asks by itself. */
  { plumbline: 'connect'; again: boolean } | { plumbline: 'port' } | { plumbline: 'core'; news: CoreNews }

/** The page's own scheme in the desktop application, and its origin. Links of other programs use `plumbline:` instead. */
export const pageScheme = 'plumbline-page'
export const pageOrigin = `${pageScheme}://page`
