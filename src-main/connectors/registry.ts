import type { Connector } from './kit/connector.ts'
import type { SandboxModule } from './kit/sandbox.ts'

/** For callers that may import the registry but not the kit. */
export type { Connector } from './kit/connector.ts'

type ConnectorModule = { connector: Connector }

/** Found when the program is built; a new connector is a new folder and no line here. */
const modules = import.meta.glob<ConnectorModule>(['./*/connector.ts', '!./kit/*'], { eager: true })
const sandboxes = import.meta.glob<SandboxModule>(['./*/sandbox.ts', '!./kit/*'])

const connectors: readonly Connector[] = Object.values(modules)
  .map((module) => module.connector)
  .sort((a, b) => a.name.localeCompare(b.name, 'en'))

/** All connectors of this build, by name. */
export const listConnectors = (): readonly Connector[] => connectors

/** The connector with this id, or null where this build has none. */
export const findConnector = (id: string): Connector | null => connectors.find((one) => one.id === id) ?? null

/** Loads the module that starts this connector's sandbox, typed as the caller knows it; null where there is none. */
export async function loadSandbox<Module extends SandboxModule = SandboxModule>(id: string): Promise<Module | null> {
  const load = sandboxes[`./${id}/sandbox.ts`]
  return load === undefined ? null : ((await load()) as Module)
}
