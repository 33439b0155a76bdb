import { MessageChannel } from 'node:worker_threads'
import { type AnyRouter, ORPCError, os } from '@orpc/server'
import { expect, it } from 'vitest'
import { silentLogger } from '../../platform/logger.ts'
import { servePorts } from '../../transport/serve-port.ts'
import type { LockReason } from './auto-lock.ts'
import { coreOver } from './core-client.ts'
import { makeDeskLock } from './desk-lock.ts'

/** A desk whose core, over a real port, locks when it is told to. */
function desk({ refuses }: { refuses?: string } = {}) {
  const done: string[] = []
  const asked = Promise.withResolvers<void>()
  const mayLock = Promise.withResolvers<void>()
  const router: AnyRouter = {
    workspace: {
      lock: os.handler(async () => {
        asked.resolve()
        await mayLock.promise
        if (refuses === undefined) return {}
        throw new ORPCError('APP', { defined: true, data: { code: refuses, blame: 'settings', tell: 'It cannot.' } })
      }),
    },
  }
  const { port1, port2 } = new MessageChannel()
  servePorts({ router, logger: silentLogger })(port1)
  const life = new AbortController()
  const core = coreOver(port2, life.signal)
  const lock = makeDeskLock({
    dropPage: () => done.push('page dropped'),
    say: ({ detail }) => done.push(detail ?? ''),
    logger: silentLogger,
  })
  const end = (): void => {
    port1.close()
    life.abort()
  }
  return {
    lock,
    core,
    done,
    asked: asked.promise,
    go: mayLock.resolve,
    end,
    cut: () => port1.close(),
    by: (why: LockReason) => lock.lock(core, why),
  }
}

it('locks the core and drops the page', async () => {
  const { lock, by, go, done, end } = desk()
  go()
  await by('person')
  expect([lock.isLocked(), done]).toEqual([true, ['page dropped']])
  end()
})

it.each([
  ['is told', true],
  ['only shows by its port', false],
])('lets the next core begin locked where this one ends before it answers, which %s', async (_, isTold) => {
  const { lock, by, done, asked, end, cut } = desk()
  const locking = by('suspend')
  expect(lock.isLocked()).toBe(true)
  await asked
  if (isTold) end()
  else cut()
  await locking
  expect([lock.isLocked(), done]).toEqual([true, ['page dropped']])
})

it('drops the page and lets the next core begin locked where there is none', async () => {
  const { lock, done, end } = desk()
  await lock.lock(null, 'idle')
  expect([lock.isLocked(), done]).toEqual([true, ['page dropped']])
  end()
})

it('does not take for open what said so before it was locked, and does once it was unlocked', async () => {
  const { lock, by, go, asked, end } = desk()
  const locking = by('idle')
  await asked
  lock.heard('open')
  expect(lock.isLocked()).toBe(true)
  go()
  await locking
  lock.heard('locked')
  lock.heard('open')
  expect(lock.isLocked()).toBe(false)
  end()
})

it.each([
  ['not-available-here', 'person', ['It cannot.']],
  ['not-available-here', 'idle', []],
  ['storage-failed', 'idle', ['It cannot.']],
] as const)('says a refusal with %s to who wants to know of it: %s', async (refuses, why, said) => {
  const { lock, by, go, done, end } = desk({ refuses })
  go()
  await by(why)
  expect([lock.isLocked(), done]).toEqual([false, [...said]])
  end()
})
