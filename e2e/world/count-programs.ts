import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { DiscrepancyKind } from '#contract/discrepancies'
import { ClusterId, Fingerprint, OperatorId, PairingId } from '#contract/ids'
import { Instant, LocalDate } from '#contract/time'
import { type ClusterRow, writeClusters } from '../../src-main/storage/cluster-store.ts'
import type { WriteDb } from '../../src-main/storage/database.ts'
import { recountOpen } from '../../src-main/storage/discrepancy-count-store.ts'
import { applyDiscrepancies, type DiscrepancyBody, listOpen } from '../../src-main/storage/discrepancy-store.ts'
import { cacheMigrations } from '../../src-main/storage/migrations/cache.ts'
import { clearAssignments, mirrorAssignments } from '../../src-main/storage/mirrored-assignment-store.ts'
import { clearMirrored, mirrorOnto } from '../../src-main/storage/mirrored-decision-store.ts'
import { openDatabase } from '../../src-main/storage/open-database.ts'
import { forgetPairing } from '../../src-main/storage/snapshot-store.ts'
import { assertCounted } from './open-counts.ts'

const at = Instant.parse('2026-11-21T09:30:00.000Z')
const valuesMark = 'r start=1'
const cause = 'one cause'

type Step = {
  what:
    | 'open'
    | 'change'
    | 'close'
    | 'accept'
    | 'reopen'
    | 'acknowledge'
    | 'assign'
    | 'unassign'
    | 'clear'
    | 'cluster'
    | 'forget'
  pairing: PairingId
  kind: DiscrepancyKind
  nth: number
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    ...([
      'open',
      'open',
      'open',
      'change',
      'close',
      'accept',
      'reopen',
      'acknowledge',
      'assign',
      'unassign',
      'clear',
      'cluster',
      'cluster',
      'forget',
    ] as const),
  ),
  pairing: fc.constantFrom(PairingId.parse('p'), PairingId.parse('q')),
  kind: fc.constantFrom<DiscrepancyKind>('only-left', 'differs', 'overlap'),
  nth: fc.nat(7),
})

const bodyOf = (kind: DiscrepancyKind): DiscrepancyBody => ({
  ...{
    kind,
    reason: null,
    side: null,
    differences: [],
    origin: null,
    members: [],
    startMs: 1000,
    endMs: 5000,
    resource: null,
  },
  ...{ who: '', label: '', leftKey: null, rightKey: null, matchedBy: null, valuesMark, cause },
})

const clusterOf = (pairingId: PairingId): ClusterRow => ({
  ...{ id: ClusterId.parse('c'), pairingId, cause, scope: null, eligible: 9, before: null, after: null },
  ...{ since: LocalDate.parse('2026-11-01'), until: LocalDate.parse('2026-11-02') },
})

/** Does one step by the store that does it in the program; a step about a row does nothing where none is open. */
function play(db: WriteDb, compare: number, { what, pairing, kind, nth }: Step): void {
  const to = { pairingId: pairing, compare, at }
  const open = listOpen(db, pairing)
  const before = open[nth % Math.max(1, open.length)]
  if (what === 'open') {
    const fingerprint = Fingerprint.parse(`f-${compare}`)
    const row = { fingerprint, groupKey: 'k', otherGroup: null, body: bodyOf(kind), base: null }
    applyDiscrepancies(db, to, [{ change: 'open', ...row }])
  } else if (what === 'clear') {
    clearMirrored(db, pairing)
    clearAssignments(db, pairing)
  } else if (what === 'assign' || what === 'unassign') {
    // Also one that is not open, or was never found.
    const fingerprint = before?.fingerprint ?? Fingerprint.parse(`f-${compare + nth}`)
    const assignedTo = what === 'assign' ? OperatorId.parse(`o-${nth % 2}`) : null
    mirrorAssignments(db, { pairingId: pairing, upTo: compare }, [{ fingerprint, assignedTo, assignedAt: at }])
  } else if (what === 'forget') forgetPairing(db, pairing)
  else if (what === 'cluster') {
    const members = open.slice(0, nth).map(({ id }) => id)
    const found = members.length === 0 ? [] : [{ row: clusterOf(pairing), members }]
    db.transaction(() => {
      if (writeClusters(db, { pairingId: pairing, cause, compare }, found) > 0) recountOpen(db, pairing)
    })
  } else if (before && what === 'change') {
    applyDiscrepancies(db, to, [{ change: 'update', before, body: bodyOf(kind), base: null }])
  } else if (before && what === 'close') applyDiscrepancies(db, to, [{ change: 'close', before, how: 'resolved' }])
  else if (before && (what === 'accept' || what === 'reopen' || what === 'acknowledge')) {
    const { fingerprint } = before
    const said = { seq: compare, fingerprint, decision: what, valuesMark, until: null }
    mirrorOnto(db, { pairingId: pairing, upTo: compare }, [said])
  }
}

/** Throws where an open row is not shown as given to whom the stored assignments say. */
function assertAssigned(db: WriteDb): void {
  const wrong =
    db.sql.prepare(`SELECT count(*) FROM discrepancy d LEFT JOIN assignment a USING (pairing_id, fingerprint)
    WHERE d.ended IS NULL AND d.assigned_to IS NOT a.assigned_to`)
  if (wrong.pluck().get() !== 0) throw new Error('an open row is given to somebody else than its assignment says')
}

/** Plays random programs of all that writes discrepancies; throws where the stored counts are ever wrong. */
export function playCountPrograms(numRuns: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-counts-'))
  const path = join(folder, 'cache.db')
  const key = Buffer.alloc(32, 7)
  const db = openDatabase({ path, key, file: 'cache', mode: 'write', fence: 1, migrations: cacheMigrations })
  let compare = 0
  const property = fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
    for (const one of steps) {
      play(db, (compare += 1), one)
      assertCounted(db)
      assertAssigned(db)
    }
  })
  try {
    fc.assert(property, { numRuns })
  } finally {
    db.sql.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
