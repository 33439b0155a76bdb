import { type ContractRouterClient, oc } from '@orpc/contract'
import { z } from 'zod'
import { DesktopPreferences } from '#contract/desktop'
import { ErrorData } from '#contract/errors'

const base = oc.errors({ APP: { data: ErrorData } })
const nothing = z.strictObject({})
const bytes = z.base64()

/** What the core asks of the main process, over a port of its own that no page can reach. Sealed texts travel as base64. */
export const hostContract = {
  keychain: {
    seal: base.input(z.strictObject({ plain: z.string() })).output(z.strictObject({ sealed: bytes })),
    open: base
      .input(z.strictObject({ sealed: bytes }))
      .output(z.strictObject({ plain: z.string(), resealed: bytes.nullable() })),
  },
  preferences: {
    show: base.input(nothing).output(DesktopPreferences),
    save: base.input(DesktopPreferences).output(DesktopPreferences),
  },
}

export type HostClient = ContractRouterClient<typeof hostContract>

/** What the core is started with, as the one argument of its process. Nothing in it is secret. */
export const CoreBoot = z.strictObject({
  folder: z.string(),
  keysFile: z.string(),
  keyFile: z.string(),
  logs: z.string(),
  demo: z.boolean(),
  demoSeed: z.int().optional(),
  version: z.string(),
  /** It was locked when its core last ended: a new one must not open what a keychain opens by itself. */
  locked: z.boolean(),
})
export type CoreBoot = z.infer<typeof CoreBoot>

/** What the main process says to the core beside a port: whose port it is, or that the program ends. */
export const ToCore = z.discriminatedUnion('kind', [
  /** The core's way to ask the main process. Comes first. */
  z.strictObject({ kind: z.literal('host') }),
  /** A page, or the main process itself, that calls the core. */
  z.strictObject({ kind: z.literal('page') }),
  z.strictObject({ kind: z.literal('close') }),
])
export type ToCore = z.infer<typeof ToCore>
