import type { Migration } from '../migrate.ts'
import { firstSchema } from './ledger/0001-first-schema.ts'
import { schedulesAndTrust } from './ledger/0002-schedules-and-trust.ts'
import { decisions } from './ledger/0003-decisions.ts'
import { deskWork } from './ledger/0004-desk-work.ts'

/** Every schema step of ledger.db in order. Released steps never change; a new one goes to the end. */
export const ledgerMigrations: readonly Migration[] = Object.freeze([
  firstSchema,
  schedulesAndTrust,
  decisions,
  deskWork,
])
