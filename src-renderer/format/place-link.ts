import type { WorkspaceInfo } from '#contract/workspace'

/**
 * A link to a place of the page that leads there from outside of it: the page's own address in a browser, and in the
 * desktop application one that the system hands to it. `href` is the place as the router writes it (`/#/calendar?of=p-1`).
 */
export function placeLink(host: WorkspaceInfo['host'], origin: string, href: string): string {
  const fragment = href.slice(href.indexOf('#'))
  return host === 'desktop' ? `plumbline://${fragment.replace(/^#\//, '')}` : `${origin}/${fragment}`
}
