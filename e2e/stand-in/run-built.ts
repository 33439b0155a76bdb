import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CoreClient } from '#contract/procedures'
import { appEvents, becomeReady, given, seen } from './state.ts'
import type { StandInWindow } from './windows.ts'

export type Desktop = {
  /** The newest window. */
  window(): StandInWindow
  /** The page's own link to the core, through preload, main process and port. */
  client: CoreClient
  end(): Promise<number>
}

type RunInput = { root: string; argv: string[] }

/** Until something holds; what does not come within ten seconds is named. */
export async function until<Value>(what: string, look: () => Value | null | undefined | false): Promise<Value> {
  for (let tries = 0; tries < 400; tries++) {
    const found = look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`${what} did not come`)
}

/** Starts the built program of `root` on the stand-in, as Electron would, until its page is connected to the core. */
export async function startBuilt({ root, argv }: RunInput): Promise<Desktop> {
  const entry = join(root, 'out', 'main', 'electron.js')
  if (!existsSync(entry)) throw new Error(`stand-in: ${entry} is not built`)
  process.argv = given.packaged ? [process.execPath, ...argv] : [process.execPath, root, ...argv]
  await import(pathToFileURL(entry).href)
  becomeReady()
  const ended = new Promise<number>((resolve) => appEvents.once('stand-in-exit', resolve))
  const window = await Promise.race([
    until('a window with its page', () => {
      if (seen.errorBoxes[0]) throw new Error(`${seen.errorBoxes[0].title}: ${seen.errorBoxes[0].content}`)
      const newest = seen.windows.at(-1)
      return newest?.page ? newest : null
    }),
    ended.then((code): never => {
      throw new Error(`the program ended with ${code}: ${seen.errorBoxes.map(({ content }) => content).join(' ')}`)
    }),
  ])
  const pageWindow = window.page?.window
  // The page's own link runs here, against the window that the preload talks to.
  Object.assign(globalThis, {
    window: pageWindow,
    location: pageWindow?.location,
    addEventListener: pageWindow?.addEventListener,
  })
  const { connect } = await import('../../src-renderer/link/connect.ts')
  return {
    window: () => seen.windows.at(-1) ?? window,
    client: connect(),
    end: () => ended,
  }
}
