import { createORPCClient } from '@orpc/client'
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port'
import type { CoreClient } from '#contract/procedures'

/** The main process as a caller of the core, for as long as one core lives. */
export type LivingCore = {
  client: CoreClient
  /** Aborts when this core is gone; every call takes it, because a call on a dead port never settles. */
  gone: AbortSignal
}

/** A client over one port of a core. */
export function coreOver(port: SupportedMessagePort & { start?(): void }, gone: AbortSignal): LivingCore {
  const link = new RPCLink({ port })
  port.start?.()
  return { client: createORPCClient<CoreClient>(link), gone }
}
