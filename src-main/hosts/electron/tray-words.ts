import type { WorkspaceInfo } from '#contract/workspace'

export type TrayStatus = {
  state: WorkspaceInfo['state']['state'] | 'no-core'
  /** Open discrepancies that nobody accepted; null where they cannot be read. */
  open: number | null
  running: boolean
}

/** One line for the tray: what is the matter, without names. */
export function trayWords({ state, open, running }: TrayStatus): string {
  switch (state) {
    case 'no-core':
      return 'Not running'
    case 'new':
      return 'Not set up yet'
    case 'locked':
      return 'Locked'
    case 'opening':
      return 'Opening ...'
    case 'failed':
      return 'The workspace cannot be opened'
    case 'open':
    case 'viewing':
      if (open === null) return running ? 'Syncing' : 'Open'
      return [...(running ? ['Syncing'] : []), open === 0 ? 'No open discrepancies' : `${open} open`].join(', ')
  }
}
