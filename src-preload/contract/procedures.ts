import type { ContractRouterClient } from '@orpc/contract'
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { AlertCounts, AlertSelection, AlertWindow } from './alerts.ts'
import { CalendarDensity, CalendarSpan, CalendarThing, FoundRecord } from './calendar.ts'
import { CompareInfo } from './compares.ts'
import { CheckStep, Connection, ConnectionBudget, ConnectionDraft, ConnectorInfo } from './connections.ts'
import { FollowUp, Operator, SavedFilter, SavedFilterDraft } from './desk-work.ts'
import { DesktopPreferences } from './desktop.ts'
import {
  Cluster,
  DiscrepancyCounts,
  DiscrepancyDetail,
  DiscrepancyFilter,
  DiscrepancyGroup,
  DiscrepancyOrder,
  DiscrepancySelection,
  DiscrepancyWindow,
  GroupBy,
  ReopenSelection,
  StoredDecisions,
} from './discrepancies.ts'
import { ErrorData } from './errors.ts'
import {
  ConnectionId,
  FacilityId,
  Fingerprint,
  FollowUpId,
  OperatorId,
  PairingId,
  RecordKey,
  RunId,
  SavedFilterId,
  SideName,
  SnapshotNumber,
  SystemAlertId,
} from './ids.ts'
import { MatchCandidate, MatchDecision, MatchDecisionKind, StandingMatch } from './matches.ts'
import { Overview } from './overview.ts'
import { Facility, FacilityDraft, Pairing, PairingDraft, PairingState } from './pairings.ts'
import { PurgeResult, Retention } from './retention.ts'
import { Run, RunLogLine } from './runs.ts'
import { Instant, LocalDate, Span, ZoneId } from './time.ts'
import { ChangeEvent, NewWorkspace, RecoverWorkspace, RecoveryPhrase, UnlockWay, WorkspaceInfo } from './workspace.ts'

/** Every failure crosses as this one error; its data carries the closed code, the blame and the text for the person. */
const base = oc.errors({ APP: { data: ErrorData } })

const nothing = z.strictObject({})
const done = z.strictObject({ done: z.literal(true) })

/** Everything the page can ask of the core, over every transport. */
export const contract = {
  workspace: {
    info: base.input(nothing).output(WorkspaceInfo),
    create: base.input(NewWorkspace).output(WorkspaceInfo),
    /** Ways of unlocking that a new or recovered workspace may choose from. */
    ways: base.input(nothing).output(z.array(UnlockWay)),
    /** The passphrase where one is asked. Without it: looks again where the keys could not be had, or asks for it. */
    unlock: base.input(z.strictObject({ passphrase: z.string().max(500).optional() })).output(WorkspaceInfo),
    /** A fresh recovery phrase. It is stored nowhere and opens nothing before `keepRecovery` took it. */
    newRecovery: base.input(nothing).output(z.strictObject({ phrase: RecoveryPhrase })),
    /** From now on this phrase, and no earlier one, opens the ledger. */
    keepRecovery: base.input(z.strictObject({ phrase: RecoveryPhrase })).output(WorkspaceInfo),
    recover: base.input(RecoverWorkspace).output(WorkspaceInfo),
    lock: base.input(nothing).output(WorkspaceInfo),
    /** Pieces of a text file for support, in order: versions, counts and the log, without names; also where nothing is open. */
    diagnostics: base.input(nothing).output(eventIterator(z.string())),
    /** Demo only: throws the demo world away and plants a new one around today. */
    resetDemo: base.input(nothing).output(WorkspaceInfo),
    /** What to ask again, from the first event on: that one says everything, as it may have changed since it was asked. */
    changes: base.input(nothing).output(eventIterator(ChangeEvent)),
  },
  /** The application itself, where the host has something to choose; null in a browser. */
  desktop: {
    show: base.input(nothing).output(DesktopPreferences.nullable()),
    save: base.input(DesktopPreferences).output(DesktopPreferences),
  },
  connectors: {
    list: base.input(nothing).output(z.array(ConnectorInfo)),
  },
  connections: {
    list: base.input(nothing).output(z.array(Connection)),
    save: base.input(ConnectionDraft).output(Connection),
    remove: base.input(z.strictObject({ id: ConnectionId })).output(done),
    /** Tests the draft as entered; stored secrets fill those left out. */
    test: base.input(ConnectionDraft).output(eventIterator(CheckStep)),
    /** Runs one of the connector's named vendor checks on a stored connection. */
    check: base.input(z.strictObject({ id: ConnectionId, check: z.string() })).output(eventIterator(CheckStep)),
    /** Of every connection that has been used since the workspace was opened. */
    budgets: base.input(nothing).output(z.array(ConnectionBudget)),
    /** Facility ids this connection offers for a pairing. */
    scopes: base
      .input(z.strictObject({ id: ConnectionId }))
      .output(z.array(z.strictObject({ value: z.string(), label: z.string() }))),
  },
  facilities: {
    list: base.input(nothing).output(z.array(Facility)),
    save: base.input(FacilityDraft).output(Facility),
    remove: base.input(z.strictObject({ id: FacilityId })).output(done),
  },
  pairings: {
    list: base.input(nothing).output(z.array(PairingState)),
    save: base.input(PairingDraft).output(Pairing),
    remove: base.input(z.strictObject({ id: PairingId })).output(done),
    /** Accepts a read that was refused as implausible; audited, and the next read then seals. */
    acceptImplausible: base
      .input(
        z.strictObject({ id: PairingId, side: SideName, snapshot: SnapshotNumber, reason: z.string().min(1).max(500) }),
      )
      .output(done),
  },
  runs: {
    list: base
      .input(z.strictObject({ pairingId: PairingId.optional(), limit: z.int().min(1).max(500) }))
      .output(z.array(Run)),
    /** Starts a sync of a pairing; refused with `already-running` where one runs. */
    sync: base.input(z.strictObject({ pairingId: PairingId })).output(Run),
    /** Starts or queues a sync of every pairing (of one facility); those that run or wait already are answered as they stand. */
    syncAll: base.input(z.strictObject({ facilityId: FacilityId.optional() })).output(z.array(Run)),
    cancel: base.input(z.strictObject({ runId: RunId })).output(done),
    log: base.input(z.strictObject({ runId: RunId })).output(z.array(RunLogLine)),
    /** The run as it stands and each change of it, ending with the run; throttled to a few a second. */
    follow: base.input(z.strictObject({ runId: RunId })).output(eventIterator(Run)),
  },
  discrepancies: {
    counts: base.input(z.strictObject({ filter: DiscrepancyFilter })).output(DiscrepancyCounts),
    list: base
      .input(
        z.strictObject({
          filter: DiscrepancyFilter,
          order: DiscrepancyOrder,
          offset: z.int().min(0),
          limit: z.int().min(1).max(500),
        }),
      )
      .output(DiscrepancyWindow),
    /** `row` is the discrepancy with its place in the filter for "n of m"; a closed one still answers. */
    detail: base
      .input(
        z.strictObject({
          pairingId: PairingId,
          fingerprint: Fingerprint,
          /** As the newest compare up to this moment found it. */
          asOf: Instant.optional(),
        }),
      )
      .output(DiscrepancyDetail),
    /** Groups of rows under the filter that share a cause, largest first. */
    clusters: base.input(z.strictObject({ filter: DiscrepancyFilter })).output(z.array(Cluster)),
    /**
     * Takes rows out of the list and the alerts until a value of theirs moves, or until the moment given. Rows that
     * are no longer open are left out of the count. `changed` came to say something else since they were seen, or
     * joined the cluster since, and stay as they are. `stored` takes exactly these back; null where there are none.
     */
    accept: base
      .input(
        z.strictObject({
          of: DiscrepancySelection,
          reason: z.string().min(1).max(500),
          until: Instant.nullable(),
        }),
      )
      .output(z.strictObject({ accepted: z.int(), changed: z.int(), stored: StoredDecisions.nullable() })),
    /** Takes acceptances back; those that do not hold any more are left out of the count. */
    reopen: base.input(z.strictObject({ of: ReopenSelection })).output(z.strictObject({ reopened: z.int() })),
    /** Rows under the filter put together by what they are alike in, most rows first. At most 1,000 groups. */
    groups: base.input(z.strictObject({ filter: DiscrepancyFilter, by: GroupBy })).output(z.array(DiscrepancyGroup)),
    /** Where a row stands in the list under this filter and order; null where it is not in it. */
    position: base
      .input(
        z.strictObject({
          filter: DiscrepancyFilter,
          order: DiscrepancyOrder,
          pairingId: PairingId,
          fingerprint: Fingerprint,
        }),
      )
      .output(z.strictObject({ index: z.int().nullable(), total: z.int() })),
    /** Gives rows to an operator, or to nobody; holds for the discrepancy until somebody else is named. */
    assign: base
      .input(z.strictObject({ of: DiscrepancySelection, to: OperatorId.nullable() }))
      .output(z.strictObject({ assigned: z.int(), changed: z.int() })),
    /** Writes a note about a discrepancy; nobody can take it back. */
    note: base
      .input(
        z.strictObject({ pairingId: PairingId, fingerprint: Fingerprint, text: z.string().trim().min(1).max(2000) }),
      )
      .output(done),
    /** The rows under the filter as a file's text, in parts; the header block says from when and how complete. */
    export: base
      .input(
        z.strictObject({
          filter: DiscrepancyFilter,
          order: DiscrepancyOrder,
          format: z.enum(['csv', 'json']),
          /** Names of people are left out unless asked for. */
          withNames: z.boolean(),
          /** The zone of the local times; left out: each facility's own. */
          zone: ZoneId.optional(),
        }),
      )
      .output(eventIterator(z.string())),
  },
  compares: {
    /** Compares of these pairings that time travel reaches, newest first. */
    list: base
      .input(
        z.strictObject({
          facilityId: FacilityId.optional(),
          pairingId: PairingId.optional(),
          limit: z.int().min(1).max(2000),
        }),
      )
      .output(z.array(CompareInfo)),
  },
  calendar: {
    /** What both systems hold in a span, at the newest compare or the newest up to `asOf`. A span is at most 62 days. */
    span: base
      .input(z.strictObject({ pairingId: PairingId, span: Span, asOf: Instant.optional() }))
      .output(CalendarSpan),
    /** The same counted per lane and local day, for a month or more; at most 400 days. */
    density: base
      .input(
        z.strictObject({
          pairingId: PairingId,
          from: LocalDate,
          days: z.int().min(1).max(400),
          asOf: Instant.optional(),
        }),
      )
      .output(CalendarDensity),
    /** The stored records behind one thing, by the numbers of their versions, as the compare in view knew them. */
    thing: base
      .input(
        z.strictObject({
          pairingId: PairingId,
          left: z.int().nullable(),
          right: z.int().nullable(),
          asOf: Instant.optional(),
        }),
      )
      .output(CalendarThing),
    /**
     * Records whose id begins with the text, or open discrepancies that hold it; at most 20, nearest to now first. Where
     * more than 20,000 ids of a side begin so, the first of them by id are looked at.
     */
    find: base
      .input(z.strictObject({ text: z.string().trim().min(2).max(200), facilityId: FacilityId.optional() }))
      .output(z.array(FoundRecord)),
  },
  overview: {
    show: base.input(nothing).output(Overview),
  },
  operators: {
    list: base.input(nothing).output(z.array(Operator)),
    /** Adds somebody, or renames. */
    save: base
      .input(z.strictObject({ id: OperatorId.optional(), name: z.string().trim().min(1).max(80) }))
      .output(Operator),
    /** Who decides from now on; audited. */
    choose: base.input(z.strictObject({ id: OperatorId })).output(WorkspaceInfo),
  },
  followUps: {
    /** Open ones first, oldest first; then closed ones, newest first. */
    list: base
      .input(
        z.strictObject({
          facilityId: FacilityId.optional(),
          about: z.strictObject({ pairingId: PairingId, fingerprint: Fingerprint }).optional(),
          closed: z.boolean(),
        }),
      )
      .output(z.array(FollowUp)),
    add: base
      .input(
        z.strictObject({
          facilityId: FacilityId,
          about: z.strictObject({ pairingId: PairingId, fingerprint: Fingerprint }).nullable(),
          text: z.string().trim().min(1).max(2000),
        }),
      )
      .output(FollowUp),
    /** Closes one by hand, or opens it again. */
    close: base.input(z.strictObject({ id: FollowUpId, closed: z.boolean() })).output(FollowUp),
  },
  savedFilters: {
    list: base.input(nothing).output(z.array(SavedFilter)),
    save: base.input(SavedFilterDraft).output(SavedFilter),
    remove: base.input(z.strictObject({ id: SavedFilterId })).output(done),
  },
  retention: {
    show: base.input(nothing).output(Retention),
    /** Takes effect with the next purge, which is at once where the time is shorter; audited. */
    save: base.input(z.strictObject({ days: z.int().min(1).max(3650) })).output(Retention),
    /** With `whereDue` only where the newest one is a day old, and no longer than a minute: what a command begins with. */
    purge: base.input(z.strictObject({ whereDue: z.boolean().optional() })).output(PurgeResult),
  },
  matches: {
    /** Pairs of a pairing that stand without ids, by start. */
    list: base
      .input(z.strictObject({ pairingId: PairingId, offset: z.int().min(0), limit: z.int().min(1).max(500) }))
      .output(z.strictObject({ rows: z.array(StandingMatch), total: z.int(), offset: z.int() })),
    /** What people decided about pairs of a pairing, newest first. */
    decisions: base.input(z.strictObject({ pairingId: PairingId })).output(z.array(MatchDecision)),
    /** Records that the lone record of this discrepancy could be matched with, best first. */
    candidates: base
      .input(z.strictObject({ pairingId: PairingId, fingerprint: Fingerprint }))
      .output(z.array(MatchCandidate)),
    /**
     * Stores a person's word and compares what it touches again; `null` takes an earlier word back. `compared` is false
     * where that has to wait: the sync under way, or the next one, takes the word in.
     */
    decide: base
      .input(
        z.strictObject({
          pairingId: PairingId,
          leftKey: RecordKey,
          rightKey: RecordKey,
          decision: MatchDecisionKind.nullable(),
          reason: z.string().min(1).max(500),
        }),
      )
      .output(z.strictObject({ compared: z.boolean() })),
  },
  alerts: {
    list: base
      .input(
        z.strictObject({
          facilityId: FacilityId.optional(),
          offset: z.int().min(0),
          limit: z.int().min(1).max(500),
        }),
      )
      .output(AlertWindow),
    counts: base.input(z.strictObject({ facilityId: FacilityId.optional() })).output(AlertCounts),
    /**
     * Seen: quiet until a value moves. Those that are no alert any more are left out of the count; `changed` of the
     * named ones came to say something else since they were seen, and stay alerts.
     */
    acknowledge: base
      .input(z.strictObject({ of: AlertSelection }))
      .output(z.strictObject({ acknowledged: z.int(), changed: z.int() })),
    /** Seen, the time of it that began at `since`: quiet until it is over and happens again. */
    acknowledgeSystem: base.input(z.strictObject({ id: SystemAlertId, since: Instant })).output(done),
  },
}

export type CoreClient = ContractRouterClient<typeof contract>
