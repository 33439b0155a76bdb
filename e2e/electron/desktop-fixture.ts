import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import type { App, Hands } from '../app-fixture.ts'
import type { HostedClient, Workspace } from '../hosted.ts'
import { copyPreparedDemo, placesIn } from '../prepared-demo.ts'
import { type Desktop, launchDesktop } from './launch-desktop.ts'
import { connectThroughMain } from './main-client.ts'

/** Ends a spec that needs what a window has not, and says what that is. */
function cannot(reason: string): never {
  base.info().skip(true, `in the desktop application: ${reason}`)
  throw new Error(reason)
}

const cannotRelaunch = 'a new start is a new page; electron/checklist.spec.ts quits and starts again'

/** A window has one page, and what it saves goes through the dialog of the operating system. */
function withoutBrowser(page: Page): Page {
  const waitForEvent = page.waitForEvent.bind(page) as (event: string, options?: unknown) => Promise<unknown>
  Object.assign(page, {
    waitForEvent: (event: string, options?: unknown) =>
      event === 'download' ? cannot('a file is saved through a dialog of the system') : waitForEvent(event, options),
  })
  Object.assign(page.context(), { newPage: () => cannot('it has one window') })
  return page
}

type Fixtures = {
  hands: Hands
  workspace: Workspace
  demo: 'synced' | 'new'
  /** A folder and a home of the spec's own, and the desktop application on it. */
  desktop: Desktop & { folder: string; home: string }
  app: App
  press: (control: import('@playwright/test').Locator) => Promise<void>
}

/** The same fixtures as those of the browser, over the desktop application. What it cannot do skips the spec with a reason. */
export const desktopTest = base.extend<Fixtures>({
  hands: ['mouse', { option: true }],
  workspace: ['demo', { option: true }],
  demo: ['synced', { option: true }],
  press: async ({ hands }, provide) => {
    await provide(async (control) => {
      if (hands === 'mouse') return await control.click()
      await control.focus()
      await control.press('Enter')
    })
  },
  desktop: async ({ workspace, demo, timezoneId }, provide) => {
    const place = await mkdtemp(join(tmpdir(), 'plumbline-e2e-'))
    const { folder, home } = placesIn(place)
    if (workspace === 'demo' && demo === 'synced') await copyPreparedDemo(place)
    else await mkdir(home)
    const zone = timezoneId === undefined ? {} : { zone: timezoneId }
    const desktop = await launchDesktop({ workspace, folder, home, ...zone })
    await provide({ ...desktop, folder, home })
    await desktop.application.close()
    await rm(place, { recursive: true, force: true })
  },
  page: async ({ desktop }, provide) => await provide(withoutBrowser(desktop.page)),
  context: async ({ desktop }, provide) => await provide(desktop.application.context()),
  app: async ({ desktop, page }, provide) => {
    const clients: HostedClient[] = []
    await provide({
      page,
      folder: desktop.folder,
      link: () => cannot('its page needs no link'),
      relaunch: () => cannot(cannotRelaunch),
      stop: () => cannot(cannotRelaunch),
      hang: () => cannot('a core that hangs is in another process; electron/checklist.spec.ts ends it'),
      kill: () => cannot('a core that died is started again; electron/checklist.spec.ts kills it'),
      async rpc() {
        const made = await connectThroughMain(desktop.application)
        clients.push(made)
        return made.client
      },
    })
    const errors = (await page.consoleMessages()).filter((message) => message.type() === 'error')
    const thrown = await page.pageErrors()
    for (const { close } of clients) close()
    expect([...errors.map((message) => message.text()), ...thrown.map(({ message }) => message)]).toEqual([])
  },
})
