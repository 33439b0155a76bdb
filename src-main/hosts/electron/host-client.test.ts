import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DesktopPreferences, defaultPreferences } from '#contract/desktop'
import { testKeychain } from '../../../e2e/world/test-keychain.ts'
import type { LogFields } from '../../platform/logger.ts'
import { servePorts } from '../../transport/serve-port.ts'
import { hostKeychain, hostPreferences } from './host-client.ts'
import type { HostClient } from './host-contract.ts'
import { hostRouter } from './serve-core.ts'

const plain = 'canary-of-a-wrapping-key'

let channel: MessageChannel
let keyring: ReturnType<typeof testKeychain>['keyring']
let kept: DesktopPreferences
let logged: string
let host: HostClient
beforeEach(() => {
  const made = testKeychain()
  keyring = made.keyring
  ;[kept, logged] = [defaultPreferences, '']
  const preferences = {
    show: async () => kept,
    save: async (saved: DesktopPreferences) => {
      kept = saved
      return kept
    },
  }
  const log = (event: string, fields?: LogFields) => {
    logged += `${event} ${JSON.stringify(fields)}\n`
  }
  channel = new MessageChannel()
  const router = hostRouter({ keychain: made.keychain, preferences })
  servePorts({ router, logger: { info: log, warn: log, error: log } })(channel.port1)
  host = createORPCClient<HostClient>(new RPCLink({ port: channel.port2 }))
})
afterEach(() => channel.port1.close())

describe('what the core asks of the main process', () => {
  it('gives a text sealed by the system back as it was, and anew where the system asks for that', async () => {
    const keychain = hostKeychain(host)
    const sealed = await keychain.seal(plain)
    expect(await keychain.open(sealed)).toEqual({ plain, resealed: null })
    keyring.rotate()
    const { resealed } = await keychain.open(sealed)
    expect(resealed && (await keychain.open(resealed))).toEqual({ plain, resealed: null })
  })

  it('is refused by the same names on both sides, with what to do and without what was to be sealed', async () => {
    const keychain = hostKeychain(host)
    const sealed = await keychain.seal(plain)
    const refusals: unknown[] = []
    const refused = async (work: Promise<unknown>) => {
      const thrown = await work.then(
        () => ({ code: 'not refused', tell: '' }),
        (error: { code: string; tell: string }) => error,
      )
      expect(thrown.tell).toMatch(/Nothing was (changed|stored)/)
      refusals.push(thrown.code)
    }
    keyring.now = 'gone'
    await refused(keychain.seal(plain))
    await refused(keychain.open(sealed))
    keyring.now = 'busy'
    await refused(keychain.open(sealed))
    keyring.now = 'there'
    keyring.replace()
    await refused(keychain.open(sealed))
    expect(refusals).toEqual(['keychain-unprotected', 'keychain-missing', 'keychain-busy', 'keychain-changed'])
    expect(logged.split('\n')).toHaveLength(5)
    expect(logged).not.toContain(plain)
  })

  it('is what a person chose, and keeps what is chosen now', async () => {
    const preferences = hostPreferences(host)
    expect(await preferences.show()).toEqual(defaultPreferences)
    const chosen = { ...defaultPreferences, notify: false, lockAfterMinutes: 3 }
    expect(await preferences.save(chosen)).toEqual(chosen)
    expect([kept, await preferences.show()]).toEqual([chosen, chosen])
    await expect(preferences.save({ ...chosen, lockAfterMinutes: 0 })).rejects.toMatchObject({ code: 'bad-input' })
    expect(kept).toEqual(chosen)
  })
})
