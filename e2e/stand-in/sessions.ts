import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { listening, needsReady, notAfterReady, refuse } from './state.ts'
import { strict } from './strict.ts'

const privileged = new Map<string, Electron.Privileges>()
export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    notAfterReady('protocol.registerSchemesAsPrivileged')
    if (privileged.size > 0) refuse('registerSchemesAsPrivileged may be called once only')
    for (const { scheme, privileges = {} } of schemes) privileged.set(scheme, privileges)
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>)

type Handler = (request: { url: string; method: string }) => Response | Promise<Response>
type HandlerOf<Name extends 'Check' | 'Request'> = NonNullable<
  Parameters<Electron.Session[`setPermission${Name}Handler`]>[0]
>
type Answer = (answer: Electron.CallbackResponse) => void

/** What was put between a page and the computer, as Electron would ask it. */
export type Guards = {
  check: HandlerOf<'Check'>
  ask: HandlerOf<'Request'>
  device: NonNullable<Parameters<Electron.Session['setDevicePermissionHandler']>[0]>
  display: NonNullable<Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0]>
  request: (details: { url: string }, answer: Answer) => void
  spelling: boolean
}

function makeSession(partition: string, options: Electron.FromPartitionOptions) {
  const handlers = new Map<string, Handler>()
  const guards: Partial<Guards> = {}
  const events = new EventEmitter()
  const keep =
    <Name extends keyof Guards>(name: Name) =>
    (guard: Guards[Name] | null) => {
      if (guard === null) delete guards[name]
      else guards[name] = guard
    }
  return strict('session', {
    ...{ partition, options, handlers, guards, events },
    ...listening('session', events, ['will-download']),
    protocol: strict('session.protocol', {
      handle(scheme: string, handler: Handler) {
        needsReady('session.protocol.handle')
        const { standard, secure } = privileged.get(scheme) ?? {}
        if (!standard || !secure) refuse(`the scheme ${scheme} was not registered as standard and secure`)
        if (handlers.has(scheme)) refuse(`${scheme} is handled already`)
        handlers.set(scheme, handler)
      },
    }),
    webRequest: strict('session.webRequest', {
      onBeforeRequest({ urls }: Electron.WebRequestFilter, guard: Guards['request']) {
        if (!urls.includes('<all_urls>')) refuse('requests of some addresses are not looked at')
        keep('request')(guard)
      },
    }),
    ...({
      setPermissionCheckHandler: keep('check'),
      setPermissionRequestHandler: keep('ask'),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('display'),
      setSpellCheckerEnabled: keep('spelling'),
    } satisfies Pick<
      Electron.Session,
      | 'setPermissionCheckHandler'
      | 'setPermissionRequestHandler'
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
      | 'setSpellCheckerEnabled'
    >),
  })
}
export type StandInSession = ReturnType<typeof makeSession>

const sessions = new Map<string, StandInSession>()
export const session = strict('session module', {
  fromPartition(partition: string, options: Electron.FromPartitionOptions = { cache: true }) {
    needsReady('session.fromPartition')
    const known = sessions.get(partition) ?? makeSession(partition, options)
    sessions.set(partition, known)
    return known
  },
})

/** Refuses a page in a session where Electron would grant what nobody decides about. */
export function needsGuards({ guards, options, events }: StandInSession): void {
  for (const guard of ['check', 'ask', 'device', 'display', 'request', 'spelling'] as const) {
    if (guards[guard] === undefined) refuse(`the session has no handler for ${guard}`)
  }
  if (events.listenerCount('will-download') === 0) refuse('nobody guards will-download')
  if (options.cache !== false) refuse('the session keeps a cache of what it shows')
}
