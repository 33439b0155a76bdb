import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../screens/screens-fixture.ts'

/** What axe finds, one line each; the whole page is looked at, nothing is excused. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

// What axe sees does not depend on how one gets there, so each way looks at its own theme.
test.use({
  colorScheme: async ({ hands }, provide) => await provide(hands === 'mouse' ? 'light' : 'dark'),
  contextOptions: { reducedMotion: 'reduce' },
})

test('no screen of the demo has anything that axe objects to', async ({ app, screens }) => {
  // Fifteen screens at two to three seconds each for axe alone.
  test.setTimeout(150_000)
  const { actor, alerts, frame, list, detail, facilities, connections } = screens
  const { page } = app
  const dialog = page.getByRole('dialog')
  const looked: Record<string, string[]> = {}
  const look = async (screen: string) => {
    looked[screen] = await findings(page)
  }
  await list.settled(await app.rpc())
  await look('list')
  await list.open('Time differs')
  await expect(detail.table).toBeVisible()
  await actor.press(detail.storedOf('Maple').locator('summary'))
  await look('list with detail')
  await actor.press(page.getByRole('main').getByRole('button', { name: 'Export' }))
  await expect(dialog.getByRole('switch', { name: 'With names of people' })).toBeVisible()
  await look('export')
  await actor.key('Escape')
  await expect(dialog).toHaveCount(0)
  await actor.press(detail.decide)
  await expect(list.acceptDialog).toBeVisible()
  await look('accept')
  await list.accept('Agreed by phone.')
  await look('list after an acceptance')
  await actor.press(list.acceptedSwitch)
  await list.open('Agreed by phone.')
  await expect(detail.acceptance).toBeVisible()
  await look('accepted ones with detail')
  await actor.press(list.acceptedSwitch)
  await list.openGroup(/^Group of/)
  await look('group')
  await list.leaveGroup()
  await actor.type(list.search, 'nobody is called like this')
  await expect(page.getByText('No discrepancies match these filters')).toBeVisible()
  await look('empty list')

  await frame.go('Alerts')
  await alerts.selectFirst(2)
  await alerts.showWhyOfFirst()
  await expect(alerts.why).toContainText('Risk')
  await look('alerts')
  await alerts.openFirst()
  await expect(detail.title).toHaveText('Double-booked')
  await look('alert with detail')
  await actor.key('Escape')
  await actor.press(alerts.selection.getByRole('button', { name: /^Acknowledge [\d,]+ alerts$/ }))
  await expect(dialog).toBeVisible()
  await look('acknowledge')
  await actor.key('Escape')
  await expect(dialog).toHaveCount(0)

  await frame.go('Facilities')
  await actor.press(facilities.pairing.first().getByRole('link', { name: 'Pairs without ids' }))
  await expect(page.getByRole('heading', { name: 'What people decided' })).toBeVisible()
  await look('pairs without ids')
  await frame.go('Facilities')
  await expect(facilities.syncNow.first()).toBeVisible()
  await look('facilities')
  await actor.press(page.getByRole('button', { name: 'Add a facility' }))
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeVisible()
  await look('facility form')
  await actor.key('Escape')
  await expect(dialog).toHaveCount(0)
  await actor.press(page.getByRole('link', { name: 'Add a pairing' }).first())
  await expect(dialog.getByRole('combobox', { name: 'First system' })).toBeVisible()
  await look('pairing form')
  await actor.key('Escape')
  await expect(dialog).toHaveCount(0)

  await frame.go('Connections')
  await look('connections')
  await actor.press(page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'Rotaboard' }))
  await actor.press(connections.test)
  // The last step; a malformed record planted on the first page makes an earlier one pass with a warning.
  await expect(connections.step('Compare the clocks')).toContainText('passed')
  await look('connection with its test')

  await frame.go('Runs')
  await expect(page.getByRole('article', { name: 'Run' })).toContainText('sealed')
  await look('runs')
  await actor.press(page.getByRole('button', { name: 'all keys' }))
  await expect(dialog).toBeVisible()
  await look('keys')

  expect(Object.entries(looked).filter(([, found]) => found.length > 0)).toEqual([])
})

test('an unnamed button would be found', async ({ app, screens }) => {
  await expect(screens.list.grid).toBeVisible()
  await app.page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')))
  expect(await findings(app.page)).toContainEqual(expect.stringContaining('button-name'))
})

test.describe('before a workspace is open', () => {
  test.use({ workspace: 'own' })

  test('setting up, first run, locked and a page without its link have nothing that axe objects to', async ({
    app,
    screens,
  }) => {
    const { gate } = screens
    const { page } = app
    const passphrase = 'four invented words here'
    const looked: Record<string, string[]> = {}
    await expect(gate.title).toHaveText('Set up this workspace')
    looked['set up'] = await findings(page)
    await gate.setUp({ name: 'Ada Invented', passphrase })
    await expect(page.getByRole('heading', { name: 'Find where two schedules disagree' })).toBeVisible()
    looked['first run'] = await findings(page)
    await app.relaunch()
    await gate.unlock('not this passphrase')
    await expect(page.getByText('This passphrase does not open the workspace.')).toBeVisible()
    looked['locked'] = await findings(page)
    await page.evaluate(() => sessionStorage.clear())
    await page.goto('about:blank')
    await page.goto(new URL('/', await app.link()).href)
    await expect(gate.title).toHaveText('This page needs its link')
    looked['no link'] = await findings(page)
    expect(Object.entries(looked).filter(([, found]) => found.length > 0)).toEqual([])
  })
})
