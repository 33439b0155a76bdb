import type { FieldDifference } from '#contract/discrepancies'
import type { Fingerprint, PairingId } from '#contract/ids'
import { type FieldGroup, recipes } from '#contract/recipes'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/** A group that fields of a pair can differ in. */
export type Touched = Exclude<FieldGroup, 'existence'>

/** What the rank of a discrepancy rests on that its row does not say otherwise; stored with each version. */
export type RiskFacts = {
  /** The weightiest group of the fields that differ; null where none is compared. */
  touches: Touched | null
  /** How often earlier compares found this same disagreement, and others of the same worker; at most `earlierAtMost`. */
  foundBefore: number
  workerBefore: number
}

/** More earlier findings than this are not told apart. */
export const earlierAtMost = 5

const weightiestFirst: readonly Touched[] = ['assignment', 'times', 'details']

// A field is of the same group in every recipe; a test of the recipes holds that.
const groupOf = new Map(Object.values(recipes).flatMap(({ fields }) => fields.map(({ name, group }) => [name, group])))

/** The weightiest group that these differences are of; details where a field is not compared any more. */
export function touchedBy(differences: readonly FieldDifference[]): Touched | null {
  if (differences.length === 0) return null
  const groups = new Set(differences.map(({ field }) => groupOf.get(field)))
  return weightiestFirst.find((group) => groups.has(group)) ?? 'details'
}

type Earlier = { pairingId: PairingId; fingerprint: Fingerprint; who: string; firstCompare: number }

const before = 'pairing_id = :pairingId AND first_compare < :firstCompare AND born = first_compare'

/** How often compares before `firstCompare` found the same disagreement: each time it opened. */
export const countSameBefore = (db: ReadDb, { pairingId, fingerprint, firstCompare }: Omit<Earlier, 'who'>): number =>
  prepared(
    db,
    `SELECT count(*) FROM (SELECT 1 FROM discrepancy INDEXED BY discrepancy_history
     WHERE ${before} AND fingerprint = :fingerprint LIMIT ${earlierAtMost})`,
  )
    .pluck()
    .get({ pairingId, fingerprint, firstCompare }) as number

/** How many others of the same worker they found; none where nobody is booked. */
export const countOfWorkerBefore = (db: ReadDb, { pairingId, fingerprint, who, firstCompare }: Earlier): number =>
  who === ''
    ? 0
    : (prepared(
        db,
        `SELECT count(*) FROM (SELECT 1 FROM discrepancy INDEXED BY discrepancy_of_worker
         WHERE ${before} AND who <> '' AND who = :who AND fingerprint <> :fingerprint LIMIT ${earlierAtMost})`,
      )
        .pluck()
        .get({ pairingId, fingerprint, who, firstCompare }) as number)
