import { assertNever } from '#contract/assert-never'
import type { DiscrepancySelection, ReopenSelection } from '#contract/discrepancies'
import type { CompareId, Fingerprint, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { atOneMoment } from '../storage/at-one-moment.ts'
import type { AuditDetail } from '../storage/audit-store.ts'
import { readCompareId } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { acceptedByAct, type DecidedRow, firstDecidedSince } from '../storage/discrepancy-decision-store.ts'
import { type Chosen, type DecidedAs, rowsToDecide } from '../storage/mirrored-decision-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { storedFilter } from './stored-filter.ts'

/** One pairing's part of what a person chose. */
export type ChosenRows = { pairingId: PairingId; rows: DecidedRow[]; audited: AuditDetail }

/** The audit names no more than this one by one: all of them stand under the numbers it gives. */
const namedAtMost = 20

/** Seen at any time: what was said is taken back whatever its row says by now. */
const whenever = Number.MAX_SAFE_INTEGER

const takesBack = (decided: DecidedAs): boolean =>
  decided === 'reopen' || (typeof decided === 'object' && decided.assignTo === null)

type Part = { pairingId: PairingId; of: Chosen }

/** Puts what was named under its pairings, each in the order it was named. */
function byPairing<Row extends { pairingId: PairingId }>(rows: readonly Row[]): Map<PairingId, Row[]> {
  const parts = new Map<PairingId, Row[]>()
  for (const row of rows) {
    const part = parts.get(row.pairingId)
    if (part) part.push(row)
    else parts.set(row.pairingId, [row])
  }
  return parts
}

/** What came to a list by a decision after it was read: for what is only taken back, that does not matter. */
function joinedSince(
  ledger: ReadDb,
  { filter, seen }: Extract<DiscrepancySelection, { by: 'filter' }>,
  { pairingId, decided }: { pairingId: PairingId; decided: DecidedAs },
): Fingerprint[] {
  if (takesBack(decided)) return []
  return firstDecidedSince(ledger, {
    pairingId,
    after: seen.at,
    decision: filter.accepted === true ? 'accept' : 'reopen',
  })
}

/** What was chosen in each pairing, as of which compare: 0, before all of them, where it was seen in another cache file. */
function partsOf(
  { ledger, cache }: { ledger: ReadDb; cache: ReadDb },
  of: ReopenSelection,
  { decided, now }: { decided: DecidedAs; now: Instant },
): Part[] {
  const seenAt = (pairingId: PairingId, id: CompareId): number => {
    if (takesBack(decided)) return whenever
    const compare = readCompareId(cache, id)
    return compare?.pairingId === pairingId ? compare.number : 0
  }
  const named = (pairingId: PairingId, seen: Iterable<readonly [Fingerprint, number]>): Part => ({
    pairingId,
    of: { by: 'fingerprint', seen: new Map(seen) },
  })
  switch (of.by) {
    case 'fingerprint':
      return [...byPairing(of.rows)].map(([id, rows]) =>
        named(
          id,
          rows.map(({ fingerprint, bornIn }) => [fingerprint, seenAt(id, bornIn)]),
        ),
      )
    case 'cluster': {
      const { pairingId, clusterId, compareId } = of
      return [{ pairingId, of: { by: 'cluster', clusterId, seen: seenAt(pairingId, compareId) } }]
    }
    case 'act':
      return [...byPairing(acceptedByAct(ledger, of))].map(([id, rows]) =>
        named(
          id,
          rows.map(({ fingerprint }) => [fingerprint, whenever]),
        ),
      )
    case 'filter': {
      const { pairings, ...filter } = storedFilter(listPairings(ledger), of.filter, now)
      const except = byPairing(of.except)
      const seen = new Map(
        of.seen.compares.flatMap((id) => {
          const compare = readCompareId(cache, id)
          return compare ? [[compare.pairingId, compare.number]] : []
        }),
      )
      return pairings.map((pairingId) => ({
        pairingId,
        of: {
          by: 'filter',
          filter: { ...filter, pairings: [pairingId] },
          listedAt: of.seen.at,
          seen: takesBack(decided) ? whenever : (seen.get(pairingId) ?? 0),
          joined: joinedSince(ledger, of, { pairingId, decided }),
          except: (except.get(pairingId) ?? []).map(({ fingerprint }) => fingerprint),
        },
      }))
    }
    default:
      return assertNever(of)
  }
}

/** A filter as the audit holds it: ids and codes, and of a text looked for only that there was one. */
function auditedFilter({ filter, except, seen }: Extract<DiscrepancySelection, { by: 'filter' }>): AuditDetail {
  const { text, within, kinds, ...rest } = filter
  const spelled = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    by: 'filter',
    listedAt: seen.at,
    leftOut: except.length,
    ...(spelled as AuditDetail),
    ...(kinds ? { kinds: [...kinds] } : {}),
    ...(within ? { from: within.start, to: within.end } : {}),
    ...(text?.trim() ? { withText: true } : {}),
  }
}

/** How these rows were chosen, as the audit holds it. */
function auditedAs(of: ReopenSelection, rows: readonly DecidedRow[]): AuditDetail {
  const named = rows.length <= namedAtMost ? { fingerprints: rows.map((row) => row.fingerprint) } : {}
  switch (of.by) {
    case 'fingerprint':
      return named
    case 'cluster':
      return { clusterId: of.clusterId }
    case 'act':
      return { ofFirstSeq: of.first, ofLastSeq: of.last }
    case 'filter':
      return { ...auditedFilter(of), ...named }
    default:
      return assertNever(of)
  }
}

/**
 * The open rows of a selection that this decision changes, by pairing, read at one moment; pairings without any are left
 * out. `changed` counts those that nobody has seen as they stand.
 */
export function chosenRows(
  files: { ledger: ReadDb; cache: ReadDb },
  of: ReopenSelection,
  as: { decided: DecidedAs; now: Instant },
): { parts: ChosenRows[]; changed: number } {
  return atOneMoment(files.cache, () => {
    const found = partsOf(files, of, as).map(({ pairingId, of: chosen }) => ({
      pairingId,
      ...rowsToDecide(files.cache, { pairingId, of: chosen, decision: as.decided, now: as.now }),
    }))
    return {
      parts: found
        .filter(({ rows }) => rows.length > 0)
        .map(({ pairingId, rows }) => ({ pairingId, rows, audited: auditedAs(of, rows) })),
      changed: found.reduce((sum, one) => sum + one.changed, 0),
    }
  })
}
