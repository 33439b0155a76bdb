import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { LoadedPage } from './page.ts'
import { appEvents, becomeReady, given, readyAwaited, seen } from './state.ts'
import { type StandInWindow, windows } from './windows.ts'

/** The folder whose `out/` is run: this project's, a changed copy of it, or an unpacked package. */
export const root = process.env['PLUMBLINE_ROOT'] ?? fileURLToPath(new URL('../..', import.meta.url))

/** So long something is waited for; planted mistakes are given less. */
const waitMs = Number(process.env['PLUMBLINE_WAIT_MS'] ?? 30_000)

/** Until something holds; what does not come in time is named. */
export async function until<Value>(
  what: string,
  look: () => Missing<Value> | Promise<Missing<Value>>,
  withinMs = waitMs,
): Promise<Value> {
  for (const end = performance.now() + withinMs; performance.now() < end; ) {
    const found = await look()
    if (found) return found
    await nextLook()
  }
  throw new Error(`${what} did not come`)
}

type Missing<Value> = Value | null | undefined | false
const nextLook = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))

/** Whether a value stays as it is for a while: what must never come can only be watched for. */
export async function stays(look: () => unknown, forMs: number): Promise<boolean> {
  const before = look()
  for (const end = performance.now() + forMs; performance.now() < end; ) {
    await nextLook()
    if (look() !== before) return false
  }
  return true
}

/** What is done, or an error that names it where it is not done in time: a call on a dead port never settles. */
export async function inTime<Value>(what: string, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come`)), waitMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** The answer of a call that is made again while the core it went to is ending. */
export async function answered<Value>(call: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await call()
    } catch (thrown) {
      if ((thrown as { data?: { code?: string } }).data?.code !== 'core-gone') throw thrown
    }
  }
}

/** Passes where a call is refused with this code. */
export const refused = (code: string, call: Promise<unknown>): Promise<void> =>
  assert.rejects(inTime(`a refusal with ${code}`, call), (thrown: { data?: { code?: string } }) => {
    assert.equal(thrown.data?.code ?? thrown, code)
    return true
  })

/** Loads the built entry of `root` as Electron would: the app becomes ready only once that is done. */
export async function loadEntry(argv: readonly string[], fresh = ''): Promise<void> {
  const entry = join(root, 'out', 'main', 'electron.js')
  if (!existsSync(entry)) throw new Error('The program is not built. Run "npm run build" first.')
  process.argv = given.packaged ? [process.execPath, ...argv] : [process.execPath, root, ...argv]
  await inTime(
    'the end of the entry, before which the app does not become ready,',
    import(`${pathToFileURL(entry).href}${fresh}`),
  )
}

export type Desktop = {
  window(): StandInWindow
  /** The page that is in the newest window now. */
  page(): LoadedPage
  /** The exit code, once the program has ended. */
  ended: Promise<number>
}

/** Chromium takes its time to be ready: a program that does not wait for it is well under way by then. */
async function becomeReadyOnceAwaited(): Promise<void> {
  await until('a wish for readiness', readyAwaited, 1000).catch(() => {})
  becomeReady()
}

/** Starts the built program on the stand-in until it shows its page. */
export async function startBuilt(argv: readonly string[]): Promise<Desktop> {
  const ended = new Promise<number>((resolve) => appEvents.once('stand-in-exit', resolve))
  await loadEntry(argv)
  await becomeReadyOnceAwaited()
  const window = await until('a window with its page', () => {
    const [problem] = seen.errorBoxes
    if (seen.faults[0] !== undefined) throw new Error(seen.faults[0])
    if (problem) throw new Error(`${problem.title}: ${problem.content}`)
    if (seen.exitCode !== null) throw new Error(`the program ended with ${seen.exitCode}`)
    const newest = windows.at(-1)
    return newest?.page ? newest : null
  })
  const newest = (): StandInWindow => windows.at(-1) ?? window
  return {
    window: newest,
    page: () => {
      const { page } = newest()
      if (!page) throw new Error('the window has no page')
      return page
    },
    ended,
  }
}

/** Runs one scenario to its end and ends the process: 0 where all of it held and the stand-in had nothing to refuse. */
export async function scenario(work: () => Promise<void>): Promise<never> {
  let failure: unknown = null
  try {
    await work()
  } catch (thrown) {
    failure = thrown
  }
  for (const fault of seen.faults) process.stderr.write(`refused by the stand-in: ${fault}\n`)
  if (failure !== null) process.stderr.write(`${failure instanceof Error ? failure.stack : JSON.stringify(failure)}\n`)
  // What the page was told of its host may say why.
  const told = windows.at(-1)?.page?.heard.at(-1)
  if (failure !== null && told) process.stderr.write(`the page was told: ${told.state} ${told.why}\n`)
  const good = failure === null && seen.faults.length === 0
  if (good) process.stdout.write('held\n')
  process.exit(good ? 0 : 1)
}
