import type { WorkspaceInfo } from '#contract/workspace'

/** A file is on its way to disk. A browser keeps it under its name; the desktop application's system asks where to. */
export const savedWords = (host: WorkspaceInfo['host'], name: string): string =>
  host === 'desktop' ? `Ready as ${name}: the system asks where to keep it.` : `Saved as ${name}.`
