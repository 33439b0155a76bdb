import type * as Electron from 'electron'
import { needsReady, notAfterReady } from './state.ts'
import { strict } from './strict.ts'

const privileged = new Map<string, Electron.Privileges>()
export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    notAfterReady('protocol.registerSchemesAsPrivileged')
    if (privileged.size > 0) throw new Error('stand-in: registerSchemesAsPrivileged may be called once only')
    for (const { scheme, privileges = {} } of schemes) privileged.set(scheme, privileges)
  },
})

type Handler = (request: { url: string; method: string }) => Response | Promise<Response>

function makeSession(partition: string, options: { cache?: boolean }) {
  const handlers = new Map<string, Handler>()
  const guards: Record<string, unknown> = {}
  const keep = (name: string) => (handler: unknown) => {
    guards[name] = handler
  }
  return strict('session', {
    partition,
    options,
    handlers,
    guards,
    protocol: strict('session.protocol', {
      handle(scheme: string, handler: Handler) {
        needsReady('session.protocol.handle')
        if (!privileged.get(scheme)?.standard)
          throw new Error(`stand-in: the scheme ${scheme} was not registered as standard`)
        if (handlers.has(scheme)) throw new Error(`stand-in: ${scheme} is handled already`)
        handlers.set(scheme, handler)
      },
    }),
    webRequest: strict('session.webRequest', {
      onBeforeRequest: (_filter: unknown, handler: unknown) => keep('request')(handler),
    }),
    setPermissionCheckHandler: keep('check'),
    setPermissionRequestHandler: keep('ask'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    setSpellCheckerEnabled: keep('spelling'),
  })
}
export type StandInSession = ReturnType<typeof makeSession>

const sessions = new Map<string, StandInSession>()
export const session = strict('session module', {
  fromPartition(partition: string, options: { cache?: boolean } = {}) {
    needsReady('session.fromPartition')
    const known = sessions.get(partition) ?? makeSession(partition, options)
    sessions.set(partition, known)
    return known
  },
})

/** What must stand between a page and the computer before a page is loaded into the session. */
export const neededGuards = ['check', 'ask', 'device', 'display', 'request', 'spelling'] as const
