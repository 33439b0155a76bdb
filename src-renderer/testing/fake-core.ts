import { type Connection, ConnectionDraft } from '#contract/connections'
import type { DiscrepancyRow } from '#contract/discrepancies'
import { AppError } from '#contract/errors'
import { ConnectionId, FacilityId, RunId } from '#contract/ids'
import { type Facility, FacilityDraft, Pairing, type PairingState } from '#contract/pairings'
import type { CoreClient } from '#contract/procedures'
import type { Run } from '#contract/runs'
import { fromMs, type Instant, toMs } from '#contract/time'
import type { ChangeEvent } from '#contract/workspace'
import { fakeAlerts } from './fake-alerts.ts'
import { fakeCalendar } from './fake-calendar.ts'
import { fakeBudgets, fakeConnections, fakeConnector, fakeSteps } from './fake-connections.ts'
import { fakeDecisions } from './fake-decisions.ts'
import { fakeDesk } from './fake-desk.ts'
import { fakeOperators, fakeRetention } from './fake-keep.ts'
import { fakeMatches, withMatch } from './fake-matches.ts'
import { fakeOverview, manyFacilities } from './fake-overview.ts'
import { fakeDetail, fakeFacilities, fakeRow, leftSystem, rightSystem } from './fake-rows.ts'
import { fakePairings } from './fake-states.ts'
import { stream } from './fake-stream.ts'
import { fakeWorkspace, type WorkspaceScenario } from './fake-workspace.ts'

export type Scenario =
  | WorkspaceScenario
  | 'usual'
  | 'failed'
  | 'viewing'
  | 'first-run'
  | 'never'
  | 'agree'
  | 'failing'
  | 'broken-list'
  | 'slow'
  | 'many'

type FakeOptions = { scenario?: Scenario; rows?: number; now: Instant }

const done = { done: true } as const

/** A core in memory: 10,000 rows and every state of the screens, for looking at the page and for its tests. */
export function fakeCore({ scenario = 'usual', rows = 10_000, now }: FakeOptions): CoreClient {
  const empty = scenario === 'first-run'
  const listed = empty || scenario === 'agree' || scenario === 'never' ? 0 : rows
  const all = Array.from({ length: listed }, (_, index) => fakeRow(index, now))
  const listeners = new Set<(event: ChangeEvent) => void>()
  const tell = (topic: ChangeEvent['topic']): void => {
    for (const listener of listeners) listener({ topic })
  }
  const decisions = fakeDecisions({
    rows: all,
    now,
    tell: () => tell('discrepancies'),
    operators: () => everyone(),
    by: () => current().name,
  })
  let connections: Connection[] = empty ? [] : fakeConnections(now)
  let facilities: Facility[] = empty ? [] : [...fakeFacilities]
  let pairings: PairingState[] = empty
    ? []
    : fakePairings(now, scenario === 'never' || scenario === 'failing' ? scenario : 'usual', listed / 2)
  const [first] = pairings
  if (scenario === 'many' && first) ({ facilities, pairings } = manyFacilities(first))
  let runs: Run[] = pairings.map((pairing, index) => endedRun(pairing, index, now))
  let next = 100
  const { operators, current, everyone } = fakeOperators({ info: () => info(), tell })
  const { info, workspace, desktop } = fakeWorkspace({ scenario, now, operator: () => current().name, listeners })
  const replaceRun = (run: Run): Run => {
    runs = runs.some(({ id }) => id === run.id)
      ? runs.map((known) => (known.id === run.id ? run : known))
      : [run, ...runs]
    return run
  }
  const alerts = fakeAlerts({ rows: all, failing: scenario === 'failing', now, tell: () => tell('discrepancies') })
  const desk = fakeDesk({
    rows: all,
    facilities: () => facilities,
    now,
    by: () => current().name,
    counts: decisions.counts,
    tell: () => tell('desk'),
  })
  const runOf = (id: string): Run => found(runs.find((run) => run.id === id))
  return {
    workspace,
    desktop,
    connectors: { list: async () => [fakeConnector] },
    connections: {
      list: async () => connections,
      save: async (input) => {
        const draft = ConnectionDraft.parse(input)
        const id = draft.id ?? ConnectionId.parse(`c-${next++}`)
        const secrets = Object.keys(draft.secrets).map((key) => ({ key, storedAt: now }))
        const saved = {
          id,
          connectorId: draft.connectorId,
          name: draft.name,
          environment: draft.environment,
          settings: draft.settings,
          secrets,
          createdAt: now,
          changedAt: now,
        }
        connections = [...connections.filter((known) => known.id !== id), saved]
        tell('connections')
        return saved
      },
      remove: async () => {
        throw new AppError('in-use', {
          blame: 'settings',
          tell: 'The pairing of Northgate Care Home reads it. Remove the pairing first.',
        })
      },
      test: async () => stream(fakeSteps()),
      check: async () => stream(fakeSteps()),
      budgets: async () => fakeBudgets(now, scenario === 'failing'),
      scopes: async () => [{ value: 'ald-1', label: 'Northgate Care Home' }],
    },
    facilities: {
      list: async () => facilities,
      save: async (input) => {
        const { id, name, zone } = FacilityDraft.parse(input)
        const saved = { id: id ?? FacilityId.parse(`f-${next++}`), name, zone }
        facilities = [...facilities.filter((known) => known.id !== saved.id), saved]
        return saved
      },
      remove: async () => done,
    },
    pairings: {
      list: async () => pairings,
      save: async (draft) => Pairing.parse({ ...draft, id: draft.id ?? `p-${next++}` }),
      remove: async ({ id }) => {
        pairings = pairings.filter(({ pairing }) => pairing.id !== id)
        return done
      },
      acceptImplausible: async () => done,
    },
    runs: {
      list: async () => runs,
      sync: async ({ pairingId }) =>
        replaceRun(newRun(found(pairings.find(({ pairing }) => pairing.id === pairingId)), `r-${next++}`, now)),
      syncAll: async ({ facilityId }) =>
        pairings
          .filter(({ facility }) => facilityId === undefined || facility.id === facilityId)
          .map((state, place) => {
            const known = runs.find((run) => run.pairingId === state.pairing.id && run.endedAt === null)
            const run = newRun(state, `r-${next++}`, now)
            return known ?? replaceRun(place === 0 ? run : { ...run, state: 'queued', tell: 'Waits for its turn.' })
          }),
      cancel: async ({ runId }) => {
        replaceRun({
          ...runOf(runId),
          state: 'cancelled',
          phase: 'ended',
          endedAt: now,
          tell: 'Stopped. The last complete reads stay in view.',
        })
        tell('runs')
        return done
      },
      log: async () =>
        Array.from({ length: 60 }, (_, seq) => ({
          seq,
          at: now,
          level: seq % 20 === 19 ? ('warn' as const) : ('info' as const),
          text: `page read, page ${seq}, 20 records`,
        })),
      follow: async ({ runId }) => stream(followed(() => runOf(runId), replaceRun, now)),
    },
    discrepancies: {
      counts: async ({ filter }) => decisions.counts(filter),
      list: async ({ filter, order, offset, limit }) => {
        if (scenario === 'broken-list')
          throw new AppError('storage-failed', {
            blame: 'bug',
            tell: 'The cache could not be read. Nothing was changed. Start Plumbline again.',
          })
        if (scenario === 'slow') await new Promise((resolve) => setTimeout(resolve, 4000))
        const shown = decisions.under(filter)
        const listed = shown.slice(offset, offset + limit)
        const seen = { at: now, compares: [...new Set(listed.map(({ bornIn }) => bornIn))] }
        const risks = order === 'risk' ? listed.map((row) => fakeDetail(row, now).risk) : []
        return { rows: listed, risks, acceptances: decisions.acceptancesOf(listed), total: shown.length, offset, seen }
      },
      export: async ({ filter, format }) => stream(fakeExport(decisions.under(filter), format)),
      clusters: async ({ filter }) => decisions.clusters(filter),
      groups: async ({ filter, by }) => decisions.groups(filter, by),
      position: async ({ filter, fingerprint }) => {
        const listed = decisions.under(filter)
        const index = listed.findIndex((row) => row.fingerprint === fingerprint)
        return { index: index === -1 ? null : index, total: listed.length }
      },
      accept: decisions.accept,
      reopen: decisions.reopen,
      assign: decisions.assign,
      note: decisions.note,
      detail: async ({ fingerprint }) =>
        withMatch(decisions.decided(fakeDetail(found(all.find((row) => row.fingerprint === fingerprint)), now)), now),
    },
    matches: fakeMatches({ rowOf: (id) => found(all.find((row) => row.fingerprint === id)), now, listed }),
    alerts,
    ...desk,
    ...fakeCalendar({ rows: all, pairings: () => pairings, now }),
    operators,
    retention: fakeRetention({ now, never: empty || scenario === 'never', tell }),
    overview: fakeOverview({
      now,
      facilities: () => facilities,
      pairings: () => pairings,
      rows: all,
      counts: decisions.counts,
      alerts,
      followUps: desk.followUps,
      mine: () => all.filter((row) => row.assignee === current().name).length,
    }),
  }
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined)
    throw new AppError('not-found', {
      blame: 'settings',
      tell: 'It is no longer there. It may have been removed meanwhile.',
    })
  return value
}

function newRun({ pairing }: PairingState, id: string, now: Instant): Run {
  const side = {
    phase: 'reading' as const,
    pages: 0,
    records: 0,
    refused: 0,
    total: 1240,
    perSecond: null,
    msLeft: null,
    tell: '',
  }
  return {
    id: RunId.parse(id),
    kind: 'sync',
    trigger: 'person',
    pairingId: pairing.id,
    state: 'running',
    phase: 'pull',
    startedAt: now,
    endedAt: null,
    left: { ...side, side: 'left', system: leftSystem },
    right: { ...side, side: 'right', system: rightSystem },
    outcome: null,
    tell: 'Reading both systems.',
  }
}

function endedRun(pairing: PairingState, index: number, now: Instant): Run {
  const run = newRun(pairing, `r-${index}`, fromMs(toMs(now) - 300_000))
  const side = { phase: 'sealed' as const, pages: 62, records: 1240 }
  const outcome = { open: 5000, opened: 12, closed: 3 }
  if (index === 1)
    return {
      ...run,
      trigger: 'schedule',
      state: 'failed',
      phase: 'ended',
      endedAt: fromMs(toMs(now) - 290_000),
      left: { ...run.left, ...side },
      right: { ...run.right, phase: 'failed', tell: 'The sign-in was refused (401). Check the key in Connections.' },
      tell: `${rightSystem} could not be read; the last complete data stands.`,
    }
  return {
    ...run,
    trigger: 'schedule',
    state: 'done',
    phase: 'ended',
    endedAt: fromMs(toMs(now) - 240_000),
    left: { ...run.left, ...side },
    right: { ...run.right, ...side },
    outcome,
    tell: 'Both systems were read completely.',
  }
}

async function* followed(read: () => Run, write: (run: Run) => Run, now: Instant): AsyncGenerator<Run, void, void> {
  for (let page = 1; page <= 62 && read().state === 'running'; page++) {
    const counts = { pages: page, records: page * 20, perSecond: 200, msLeft: (62 - page) * 100 }
    const run = read()
    yield write({ ...run, left: { ...run.left, ...counts }, right: { ...run.right, ...counts } })
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const run = read()
  if (run.state !== 'running') return yield run
  const end = {
    state: 'done',
    phase: 'ended',
    endedAt: now,
    outcome: { open: 5000, opened: 0, closed: 0 },
    tell: 'Both systems were read completely.',
  } as const
  yield write({ ...run, ...end, left: { ...run.left, phase: 'sealed' }, right: { ...run.right, phase: 'sealed' } })
}

/** A file in parts, slowly enough to see it grow. */
async function* fakeExport(
  rows: readonly DiscrepancyRow[],
  format: 'csv' | 'json',
): AsyncGenerator<string, void, void> {
  yield format === 'csv' ? '# Invented\r\nkind,facility\r\n' : '{"rows":[\n'
  for (let at = 0; at < rows.length; at += 500) {
    const part = rows.slice(at, at + 500)
    const lines = part.map((row) =>
      format === 'csv' ? `${row.kind},${row.facility}` : JSON.stringify({ kind: row.kind, facility: row.facility }),
    )
    yield `${lines.join(format === 'csv' ? '\r\n' : ',\n')}\n`
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  if (format === 'json') yield ']}\n'
}
