import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ConsoleMessage, expect, type Locator, type Page } from '@playwright/test'
import type { CoreClient } from '#contract/procedures'
import { findBrowser } from './browser.ts'
import { desktopTest } from './electron/desktop-fixture.ts'
import { hostKind } from './electron/desktop-program.ts'
import { connectClient, type Hosted, type HostedClient, startHosted, type Workspace } from './hosted.ts'
import { copyPreparedDemo, placesIn } from './prepared-demo.ts'

/** Which way a person works: each project has one. */
export type Hands = 'mouse' | 'keyboard'

/** The built program on a data folder of its own, with the page open at a fresh link. */
export type App = {
  page: Page
  /** The workspace's folder. */
  folder: string
  /** A fresh link; the one before is void. */
  link(): Promise<string>
  /** Ends the host in order, starts it again on the same folder and opens the page anew. */
  relaunch(): Promise<void>
  /** Ends the host and leaves the page where it is. */
  stop(): Promise<void>
  /** The host takes calls from now on and answers none, until it is killed. */
  hang(): void
  /** Ends the host without warning, as a crash would, and leaves the page where it is. */
  kill(): Promise<void>
  /** A client of the spec's own to the same core. */
  rpc(): Promise<CoreClient>
}

type Fixtures = {
  hands: Hands
  /** Which workspace the host opens. */
  workspace: Workspace
  /** Whether the demo is a copy of one that was planted and synced before any spec, or is planted by the spec's own start. */
  demo: 'synced' | 'new'
  app: App
  /** Presses a control the way this project's person does. */
  press: (control: Locator) => Promise<void>
}

/** Playwright's test with the Node host and a browser. */
const webTest = base.extend<Fixtures>({
  hands: ['mouse', { option: true }],
  workspace: ['demo', { option: true }],
  demo: ['synced', { option: true }],
  launchOptions: [
    async ({}, use) => {
      const { executablePath, args, env } = await findBrowser()
      await use({ executablePath, args, env: { ...plainEnv(), ...env } })
    },
    { scope: 'worker' },
  ],
  press: async ({ hands }, use) => {
    await use(async (control) => {
      if (hands === 'mouse') return await control.click()
      await control.focus()
      await control.press('Enter')
    })
  },
  app: async ({ page, workspace, demo }, use) => {
    const place = await mkdtemp(join(tmpdir(), 'plumbline-e2e-'))
    const { folder, home } = placesIn(place)
    if (workspace === 'demo' && demo === 'synced') await copyPreparedDemo(place)
    else await mkdir(home)
    const watch = await watchPage(page)
    const clients: HostedClient[] = []
    let host: Hosted = await startHosted({ workspace, folder, home })
    const open = async () => {
      // A spec may ask for a link of its own at once, which voids this one: only after the page has traded it in.
      const traded = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/session')
      await page.goto(await host.freshLink())
      await traded
    }
    await open()
    await use({
      page,
      folder,
      link: () => host.freshLink(),
      async relaunch() {
        await page.goto('about:blank')
        await host.stop()
        host = await startHosted({ workspace, folder, home })
        await open()
      },
      async stop() {
        watch.hostIsGone()
        await host.stop()
      },
      hang: () => host.hang(),
      async kill() {
        watch.hostIsGone()
        await host.kill()
      },
      async rpc() {
        const made = await connectClient(host, await host.freshLink())
        clients.push(made)
        return made.client
      },
    })
    await page.close()
    for (const { close } of clients) close()
    await host.stop()
    await rm(place, { recursive: true, force: true })
    expect(watch.errors(), 'errors of the page').toEqual([])
    expect(host.complaints(), 'what the host complained of').toBe('')
  },
})

/**
 * Playwright's test with the running program: the Node host and a browser, or the desktop application where
 * `npm run test:electron` says so. Console errors, page errors and policy violations fail the spec.
 */
export const test = hostKind === 'electron' ? desktopTest : webTest

const plainEnv = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))

/** What a browser says of its own accord when nobody listens any more. */
const nobodyThere = /net::ERR_(CONNECTION_|SOCKET_NOT_CONNECTED)|WebSocket connection to|net::ERR_EMPTY_RESPONSE/

async function watchPage(page: Page) {
  const errors: string[] = []
  let gone = false
  page.on('pageerror', (error) => errors.push(`page error: ${error.message}`))
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() !== 'error' || (gone && nobodyThere.test(message.text()))) return
    errors.push(`console: ${message.text()}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      reportError(new Error(`policy violation: ${effectiveDirective} ${blockedURI}`))
    })
  })
  return {
    errors: () => errors,
    hostIsGone: () => {
      gone = true
    },
  }
}

export { expect }
