import { ConnectorInfo } from '#contract/connections'
import { AppError } from '#contract/errors'
import { type Connector, findConnector, listConnectors } from '../connectors/registry.ts'
import { readSecrets } from '../storage/connection-secret-store.ts'
import { listConnections, removeConnection, saveConnection } from '../storage/connection-store.ts'
import { type Desk, implementer, writerOf } from './desk.ts'

const infoOf = ({ id, name, summary, settings, rules, checks }: Connector): ConnectorInfo =>
  ConnectorInfo.parse({ id, name, summary, settings, rules, checks: checks.map(({ run: _, ...shown }) => shown) })

/** Connectors of this build, as data for the form. */
export const connectorProcedures = () => ({
  list: implementer.connectors.list.handler(() => listConnectors().map(infoOf)),
})

/** Connections: secrets go in and never come out. */
export const connectionProcedures = (desk: Desk) => ({
  list: implementer.connections.list.handler(() => listConnections(desk.open().ledger)),
  save: implementer.connections.save.handler(({ input }) => {
    const { ledger, box, by, at } = writerOf(desk)
    const connector = findConnector(input.connectorId)
    if (!connector)
      throw new AppError('not-found', { blame: 'settings', tell: 'This version of Plumbline has no such connector.' })
    const without = Object.keys(input.secrets)
    const stored = input.id === undefined ? {} : readSecrets(ledger, input.id, { unseal: box.unseal, without })
    // Opening a session is the connector's own check of its settings; it sends nothing.
    connector.open({
      settings: input.settings,
      secrets: { ...stored, ...input.secrets },
      clock: desk.clock,
      random: Math.random,
      signal: new AbortController().signal,
    })
    const saved = saveConnection(ledger, { draft: input, seal: box.seal, at, by })
    desk.publish({ topic: 'connections' })
    desk.publish({ topic: 'pairings' })
    return saved
  }),
  remove: implementer.connections.remove.handler(({ input }) => {
    const { ledger, by, at } = writerOf(desk)
    removeConnection(ledger, { id: input.id, at, by })
    desk.publish({ topic: 'connections' })
    return { done: true } as const
  }),
  test: implementer.connections.test.handler(async function* ({ input, signal }) {
    yield* await writerOf(desk).worker.testConnection(input, signal ? { signal } : {})
  }),
  check: implementer.connections.check.handler(async function* ({ input, signal }) {
    yield* await writerOf(desk).worker.checkConnection(input, signal ? { signal } : {})
  }),
  // One that only looks on sends nothing, so it has nothing to tell.
  budgets: implementer.connections.budgets.handler(async () => (await desk.open().writer?.worker.budgets()) ?? []),
  scopes: implementer.connections.scopes.handler(({ input, signal }) =>
    writerOf(desk).worker.scopes(input, signal ? { signal } : {}),
  ),
})
