import { type ClientContext, createORPCClient, type NestedClient } from '@orpc/client'
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port'
import type { CoreClient } from '#contract/procedures'

/** The main process as a caller of the core, for as long as one core lives. */
export type LivingCore = {
  client: CoreClient
  /** Aborts when this core is gone; every call takes it, because a call on a dead port never settles. */
  gone: AbortSignal
}

/** A port of either end; those of Electron and of Node wait until they are started. */
export type CorePort = SupportedMessagePort & { start?(): void }

/** A client over one port, whoever answers there. */
export function clientOver<Client extends NestedClient<ClientContext>>(port: CorePort): Client {
  const link = new RPCLink({ port })
  port.start?.()
  return createORPCClient<Client>(link)
}

/** A client over one port of a core. */
export const coreOver = (port: CorePort, gone: AbortSignal): LivingCore => ({ client: clientOver(port), gone })
