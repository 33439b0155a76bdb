import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { FuseState, getCurrentFuseWire } from '@electron/fuses'
import { bridgeChannels, pageOrigin } from '#contract/bridge'
import { makeActor } from '../screens/actor.ts'
import { screensOf } from '../screens/screens-fixture.ts'
import { desktopTest as test } from './desktop-fixture.ts'
import { desktopProgram } from './desktop-program.ts'
import { desktopArguments, desktopEnvironment, launchDesktop } from './launch-desktop.ts'
import { connectThroughMain } from './main-client.ts'

// What neither the browser nor the stand-in can show (stack.md 4.3). What only eyes can tell stands in e2e/README.md.
const { expect } = test

test('Electron itself runs the core in a utility process, and what it reads comes to the page through real ports', async ({
  app,
  desktop,
}) => {
  const { frame, list } = screensOf(makeActor(app.page, 'mouse'))
  expect(new URL(app.page.url()).href).toMatch(`${pageOrigin}/`)
  await frame.go('Discrepancies')
  await expect(list.rows.first()).toBeVisible()
  // SQLite runs in that process: the demo's facilities stand in its ledger.
  expect((await (await app.rpc()).facilities.list({})).length).toBeGreaterThan(0)
  const processes = await desktop.application.evaluate(({ app: electron }) => electron.getAppMetrics())
  expect(processes.filter(({ name }) => name === 'Plumbline core')).toHaveLength(1)
})

test('a core that is killed closes its ports, is started again, and the page says so and goes on', async ({
  app,
  desktop,
}) => {
  const { application } = desktop
  const { frame, list } = screensOf(makeActor(app.page, 'mouse'))
  await frame.go('Discrepancies')
  await expect(list.rows.first()).toBeVisible()
  const corePid = () =>
    application.evaluate(
      ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Plumbline core')?.pid,
    )
  const before = (await corePid()) ?? 0
  await app.page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('[role="alert"]')) said.push(textContent ?? '')
    }).observe(document.body, { childList: true, subtree: true })
  })
  const { client } = await connectThroughMain(application)
  await client.workspace.info({})
  process.kill(before, 'SIGKILL')
  // A call on a port whose other end is gone ends only where its close event comes.
  await expect(client.workspace.info({})).rejects.toThrow()
  await expect.poll(corePid).not.toBe(before)
  await expect
    .poll(() => app.page.evaluate(() => (window as unknown as { said: string[] }).said.join('\n')))
    .toContain('Plumbline')
  expect((await (await app.rpc()).facilities.list({})).length).toBeGreaterThan(0)
  await expect(frame.status).not.toContainText('Not connected')
  await app.page.reload()
  await expect(list.rows.first()).toBeVisible()
})

test('the page has nothing of Electron or Node, its policy holds, and it may do nothing but write to the clipboard', async ({
  app,
  desktop,
}) => {
  const reached = await app.page.evaluate(async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'electron']
    const refused = async (ask: () => Promise<unknown>): Promise<boolean> =>
      await ask().then(
        () => false,
        () => true,
      )
    return {
      names: names.filter((name) => name in window),
      opened: window.open('https://plumbline.invalid/') !== null,
      geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
      notification: Notification.permission,
      camera: await refused(() => navigator.mediaDevices.getUserMedia({ video: true })),
      reading: await refused(() => navigator.clipboard.readText()),
    }
  })
  expect(reached).toEqual({
    ...{ names: [], opened: false, geolocation: 'denied', notification: 'denied' },
    ...{ camera: true, reading: true },
  })
  const policy = await desktop.application.evaluate(async ({ session }, origin) => {
    const answer = await session.fromPartition('persist:plumbline').fetch(`${origin}/`)
    return answer.headers.get('content-security-policy')
  }, pageOrigin)
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'none'")
  expect(policy).not.toMatch(/unsafe-(inline|eval)/)
  const sandboxed = await desktop.application.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ type }) => type === 'Tab')?.sandboxed,
  )
  // Told on Windows and macOS only; elsewhere the field is not there.
  expect(sandboxed ?? true).toBe(true)
})

test('the page stays where it is: no navigation, no frame and no other origin gets a port', async ({
  app,
  desktop,
}) => {
  const address = app.page.url()
  for (const elsewhere of ['https://plumbline.invalid/', 'file:///']) {
    const left = app.page.waitForEvent('framenavigated', { timeout: 1000 }).then(
      () => true,
      () => false,
    )
    await app.page.evaluate((to) => location.assign(to), elsewhere)
    expect([elsewhere, await left, app.page.url()]).toEqual([elsewhere, false, address])
  }
  const given = await desktop.application.evaluate(({ ipcMain }, channel) => {
    const given: string[] = []
    for (const origin of ['https://plumbline.invalid', 'file://', 'null'])
      ipcMain.emit(channel, {
        senderFrame: { origin, parent: null, detached: false, postMessage: () => given.push(origin) },
      })
    return given
  }, bridgeChannels.connect)
  expect(given).toEqual([])
})

test('the keychain of this computer has one of the four named outcomes', async ({ desktop }) => {
  const outcome = await desktop.application.evaluate(async ({ safeStorage }) => {
    try {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'keychain-missing'
      const sealed = await safeStorage.encryptStringAsync('an invented secret')
      const { result } = await safeStorage.decryptStringAsync(sealed)
      if (result !== 'an invented secret') return 'another text came back'
      return process.platform === 'linux' && sealed.subarray(0, 3).toString() === 'v10'
        ? 'keychain-unprotected'
        : 'sealed'
    } catch (thrown) {
      return /temporarily unavailable/i.test(String(thrown)) ? 'keychain-busy' : `failed: ${String(thrown)}`
    }
  })
  test.info().annotations.push({ type: 'keychain', description: outcome })
  expect(['sealed', 'keychain-missing', 'keychain-unprotected', 'keychain-busy']).toContain(outcome)
  const { client, close } = await connectThroughMain(desktop.application)
  const keychain = (await client.workspace.ways({})).find(({ kind }) => kind === 'keychain')
  // The program offers it exactly where it protects.
  expect(keychain?.refused === null).toBe(outcome === 'sealed')
  close()
})

test('the window comes back where it was, a second start hands over its link, and what waits for a person is there', async ({
  app,
  desktop,
}) => {
  const { folder, home, application } = desktop
  const second = spawn(desktopProgram(), [...desktopArguments({ workspace: 'demo', folder }), 'plumbline://runs'], {
    env: desktopEnvironment(home),
  })
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0)
  await expect(app.page.getByRole('heading', { level: 1, name: /^Runs/ })).toBeVisible()
  expect(application.windows()).toHaveLength(1)
  expect(await application.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.length)).toBeGreaterThan(2)

  const wanted = { x: 60, y: 60, width: 1000, height: 700 }
  const boundsOf = (main: typeof application) =>
    main.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  await application.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), wanted)
  const before = await boundsOf(application)
  // What moves a window may tell of it a little later.
  await app.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  await application.close()
  const again = await launchDesktop({ workspace: 'demo', folder, home, sized: false })
  const size = ({ width, height }: { width: number; height: number } = { width: 0, height: 0 }) => [width, height]
  expect(size(await boundsOf(again.application))).toEqual(size(before))
  await again.application.close()
})

test.describe('the program that PLUMBLINE_PACKAGED names', () => {
  const packaged = process.env['PLUMBLINE_PACKAGED'] ?? ''
  test.skip(packaged === '', 'PLUMBLINE_PACKAGED names no packed program')

  test('has every fuse as the packing sets it', async () => {
    const settings = new URL('../../resources/installer/flip-fuses.mjs', import.meta.url)
    const { fuses } = (await import(settings.href)) as { fuses: Record<string, boolean> }
    const wire = await getCurrentFuseWire(packaged)
    const states = Object.fromEntries(
      Object.keys(fuses).map((fuse) => [fuse, wire[Number(fuse) as 0] === FuseState.ENABLE]),
    )
    expect(states).toEqual(fuses)
  })

  test('refuses to be looked into by a debugger', async ({ desktop }) => {
    const args = ['--inspect=0', '--workspace', `${desktop.folder}-packed`]
    const ended = promisify(execFile)(packaged, args, { env: desktopEnvironment(desktop.home), timeout: 10_000 })
    const said = await ended.then(
      ({ stderr }) => stderr,
      ({ stderr }: { stderr: string }) => stderr,
    )
    expect(said).not.toContain('Debugger listening')
  })
})
