import assert from 'node:assert/strict'
import { cores } from '../core-thread.ts'
import { powerEvents } from '../desktop.ts'
import { answered, inTime, refused, scenario, startBuilt, stays, until } from '../run-built.ts'
import { given, seen } from '../state.ts'

/** So long a lock may take from the system's word on (P24). */
const withinMs = 2000

// The program looks at the idle time every few seconds; here it looks when it is told to.
const looks: (() => void)[] = []
const { setInterval: every } = globalThis
Object.assign(globalThis, {
  setInterval: (look: () => void, ms: number, ...rest: unknown[]) => {
    if (ms !== 5000 || !new Error().stack?.includes('startAutoLock')) return every(look, ms, ...rest)
    looks.push(look)
    return every(() => {}, 2 ** 30)
  },
})

await scenario(async () => {
  const desktop = await startBuilt(['--workspace', process.argv[2] ?? ''])
  await inTime(
    'a new workspace',
    desktop.page().client.workspace.create({ operator: 'Ada Invented', unlock: { kind: 'keychain' } }),
  )
  const look = (): void => looks.forEach((one) => one())
  const locked = async (): Promise<void> => {
    const { state } = await inTime('an answer', desktop.page().client.workspace.info({}))
    if (state.state === 'open') return locked()
    assert.deepEqual(state, { state: 'locked', wrongKey: false, retryAt: null })
  }
  const stateNow = async (): Promise<string> => {
    const { state } = await inTime(
      'an answer',
      answered(() => desktop.page().client.workspace.info({})),
    )
    return state.state
  }
  const unlocked = async (): Promise<void> => {
    await answered(() => desktop.page().client.workspace.unlock({}))
    // Main has heard of it, too.
    await until('the tray’s word of it', () => /open|No open/.test(seen.toolTips.at(-1) ?? ''))
  }
  const causes: Record<string, () => void> = {
    suspend: () => powerEvents.emit('suspend'),
    'lock-screen': () => powerEvents.emit('lock-screen'),
    'a locked screen of Linux': () => {
      given.screenLocked = true
      look()
      given.screenLocked = false
      look()
    },
    idle() {
      given.idleSeconds = 599
      look()
      given.idleSeconds = 600
      look()
    },
  }
  for (const [name, cause] of Object.entries(causes)) {
    const page = desktop.page()
    assert.equal((await page.client.workspace.info({})).state.state, 'open')
    assert.deepEqual(await page.client.pairings.list({}), [])
    const { drops } = desktop.window()
    cause()
    await until(`the end of the page after ${name}`, () => desktop.window().drops > drops, withinMs)
    await until('the page anew', () => desktop.page() !== page)
    await inTime('the lock', locked())
    const { client } = desktop.page()
    const calls = [
      client.pairings.list({}),
      client.connections.list({}),
      client.runs.list({ limit: 1 }),
      client.discrepancies.counts({ filter: {} }),
    ]
    for (const call of calls) await refused('workspace-locked', call)
    await client.workspace.unlock({})
  }
  assert.equal(desktop.window().loads, 5)
  // Still away: whoever unlocked is not locked out again at once.
  look()
  assert.ok(await stays(() => desktop.window().drops, 100))
  assert.equal((await desktop.page().client.workspace.info({})).state.state, 'open')

  // A core that ends while the workspace is locked, or is being locked, does not come back open, although the keychain
  // would open it.
  for (const wait of [true, false]) {
    const before = desktop.page()
    powerEvents.emit('suspend')
    if (wait) {
      await until('the page anew', () => desktop.page() !== before)
      await inTime('the lock', locked())
    }
    const count = cores.length
    cores.at(-1)?.kill()
    await until('the next core', () => cores.length === count + 1)
    assert.equal(await stateNow(), 'locked', 'the next core begins locked')
    if (wait) await unlocked()
  }

  // Nobody is there to ask for a core that stopped for good: the page that is dropped starts one more, locked.
  await unlocked()
  given.idleSeconds = 0
  look()
  await until('a core that stopped', () => {
    cores.at(-1)?.kill()
    return seen.toolTips.at(-1) === 'Plumbline: Not running' && desktop.page().heard.at(-1)?.state === 'stopped'
  })
  const stopped = cores.length
  given.idleSeconds = 600
  look()
  look()
  await until('the one core that the page anew asks for', () => cores.length > stopped)
  assert.equal(await stateNow(), 'locked', 'the next core begins locked')
  look()
  assert.ok(await stays(() => cores.length, 100))
  assert.equal(cores.length, stopped + 1)
})
