import type { CheckStep, Connection, ConnectionBudget, ConnectorInfo } from '#contract/connections'
import { ConnectionId, ConnectorId } from '#contract/ids'
import { fromMs, type Instant, toMs } from '#contract/time'
import { leftSystem, rightSystem } from './fake-rows.ts'

/** A connector with every kind of field, a check and rule cards. */
export const fakeConnector: ConnectorInfo = {
  id: ConnectorId.parse('alder'),
  name: 'Alder shift feed',
  summary: 'Two endpoints: List shifts and Get shift.',
  settings: [
    {
      key: 'listUrl',
      label: 'List address',
      help: 'Where all shifts are listed. Leave it empty where there is none.',
      kind: 'url',
      secret: false,
      required: false,
      shapesRecords: false,
    },
    {
      key: 'getUrl',
      label: 'Get address',
      help: 'The id is appended to it.',
      whereToGet: 'The partner portal, under Endpoints.',
      kind: 'url',
      secret: false,
      required: true,
      shapesRecords: false,
    },
    {
      key: 'idField',
      label: 'Own id',
      help: 'Which field is this system’s own id.',
      kind: 'choice',
      secret: false,
      required: true,
      choices: [
        { value: 'id', label: 'id' },
        { value: 'shiftId', label: 'shiftId' },
      ],
      initial: 'id',
      shapesRecords: true,
    },
    {
      key: 'key',
      label: 'Key',
      help: 'Sent with every call.',
      whereToGet: 'Ask the partner’s support.',
      kind: 'text',
      secret: true,
      required: true,
      shapesRecords: false,
    },
    {
      key: 'headers',
      label: 'More headers',
      help: 'Sent as they are.',
      kind: 'headers',
      secret: true,
      required: false,
      shapesRecords: false,
    },
    {
      key: 'pageLimit',
      label: 'Pages at most',
      help: 'A list that goes on longer is refused.',
      kind: 'number',
      secret: false,
      required: false,
      initial: 500,
      shapesRecords: false,
    },
    {
      key: 'hosts',
      label: 'Further hosts',
      help: 'One per line.',
      kind: 'lines',
      secret: false,
      required: false,
      shapesRecords: false,
    },
    {
      key: 'local',
      label: 'Local test server',
      help: 'Allows http and addresses of this computer.',
      kind: 'switch',
      secret: false,
      required: false,
      initial: false,
      shapesRecords: false,
    },
  ],
  rules: [
    {
      title: 'No page size',
      text: 'The list decides how many shifts a page holds.',
      source: 'Partner page, List shifts',
    },
  ],
  checks: [{ id: 'ready', title: 'Ready for Alder?', summary: 'Tries shape, filters, paging and sign-in.' }],
}

const at = (name: string, id: string, now: Instant): Connection => ({
  id: ConnectionId.parse(id),
  connectorId: fakeConnector.id,
  name,
  environment: 'test',
  settings: {
    listUrl: 'https://alder.example/shifts',
    getUrl: 'https://alder.example/shifts/',
    idField: 'id',
    pageLimit: 500,
    local: false,
  },
  secrets: [
    { key: 'key', storedAt: now },
    { key: 'headers', storedAt: now },
  ],
  createdAt: now,
  changedAt: now,
})

export const fakeConnections = (now: Instant): Connection[] => [at(leftSystem, 'c-1', now), at(rightSystem, 'c-2', now)]

/** What both have used today; the second is left alone for a while, with its day's requests nearly gone, where one fails. */
export const fakeBudgets = (now: Instant, failing: boolean): ConnectionBudget[] =>
  fakeConnections(now).map(({ id }, place) => ({
    connectionId: id,
    requestsToday: place === 0 ? 1204 : 49_870,
    dailyLimit: 50_000,
    breaker: failing && place === 1 ? 'open' : 'closed',
    openUntil: failing && place === 1 ? fromMs(toMs(now) + 240_000) : null,
  }))

/** The steps of a test: running, then how each ended; the last one warns. */
export async function* fakeSteps(): AsyncGenerator<CheckStep, void, void> {
  const steps = [
    ['reach', 'Reach the address', 'passed', 'It answers.'],
    ['sign-in', 'Sign in', 'passed', 'The key is accepted.'],
    ['read', 'Read one record', 'failed', 'The answer is a login page, not a list. Check the list address.'],
    ['clock', 'Compare clocks', 'warned', 'Its clock is 4 minutes ahead.'],
  ] as const
  for (const [id, title, state, tell] of steps) {
    yield { id, title, state: 'running', tell: '' }
    await new Promise((resolve) => setTimeout(resolve, 150))
    yield { id, title, state, tell, ms: 150 }
  }
}
