import type { Instant } from '#contract/time'

/** The proposed name of a saved file, sortable by its moment: `plumbline-2026-11-21-1004.csv` (UTC). */
export const fileName = (stem: string, now: Instant, extension: string): string =>
  `${stem}-${now.slice(0, 10)}-${now.slice(11, 16).replace(':', '')}.${extension}`
