import type { Migration } from '../migrate.ts'
import { snapshotsAndCompares } from './cache/0001-snapshots-and-compares.ts'
import { overlapsAndBlame } from './cache/0002-overlaps-and-blame.ts'
import { matchesAndDecisions } from './cache/0003-matches-and-decisions.ts'
import { lanesAndHistory } from './cache/0004-lanes-and-history.ts'

/** Every released step of `cache.db`, oldest first; a released text never changes. */
export const cacheMigrations: readonly Migration[] = [
  snapshotsAndCompares,
  overlapsAndBlame,
  matchesAndDecisions,
  lanesAndHistory,
]
