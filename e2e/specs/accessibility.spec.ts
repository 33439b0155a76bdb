import { cutOff, findings, makeLook, moving } from '../screens/accessibility.ts'
import { expect, test } from '../screens/screens-fixture.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

// What axe sees depends neither on how one gets there nor on the zone, so these run once, by keys.
test.describe('axe objects to nothing', { tag: '@once' }, () => {
  test.use({ colorScheme: 'dark' })
  // Some ten stops a test, each looked at twice: seconds each where the machine has time for it.
  test.slow()

  test('in the list with its detail and dialogs', async ({ app, screens }) => {
    const { actor, list, detail } = screens
    const { page } = app
    const dialog = page.getByRole('dialog')
    const { look, found } = makeLook(page)
    await list.settled(await app.rpc())
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
    await actor.press(list.acceptedSwitch)
    await list.open('Agreed by phone.')
    await expect(detail.acceptance).toBeVisible()
    await look('accepted ones with detail')
    expect(found()).toEqual([])
  })

  test('in the filters, groups and selections of the list', async ({ app, screens }) => {
    const { actor, list } = screens
    const { page } = app
    const { look, found } = makeLook(page)
    await list.settled(await app.rpc())
    await list.openGroup(/^Group of/)
    await look('cluster')
    await list.leaveGroup()
    await list.select('Time differs')
    await expect(list.bulk).toBeVisible()
    await look('selection')
    await actor.key('Escape')
    await list.groupBy('By worker')
    await expect(list.groupLines.first()).toBeVisible()
    await look('put together by worker')
    await list.groupBy('Not grouped')
    await actor.press(list.filters.getByRole('button', { name: 'Add filter' }))
    await expect(page.getByRole('menuitem').first()).toBeVisible()
    await look('filters to add')
    await actor.key('Escape')
    await actor.type(list.search, 'nobody is called like this')
    await expect(page.getByText('No discrepancies match these filters')).toBeVisible()
    await look('empty list')
    expect(found()).toEqual([])
  })

  test('in the calendar as grid, list and month, and back in time', async ({ app, screens }) => {
    const { actor, calendar, detail, time } = screens
    const { page } = app
    const { look, found } = makeLook(page)
    const core = await app.rpc()
    await calendar.go()
    await calendar.settled(core)
    await look('week')
    await calendar.zoom('in')
    await calendar.drawAs('Overlay')
    await calendar.leaveFields()
    await actor.key('j')
    await expect(detail.table.or(detail.meeting)).toBeVisible()
    await look('overlaid week with detail')
    await actor.key('Escape')
    await expect(detail.panel).toHaveCount(0)
    await calendar.drawAs('List')
    await calendar.shown()
    await calendar.openLine('In sync')
    await expect(detail.storedOf('Maple')).toBeVisible()
    await look('list with a thing in sync')
    await actor.press(detail.close)
    await calendar.drawAs('Grid')
    await calendar.view('Day')
    await calendar.shown()
    await look('day')
    await calendar.view('Month')
    await calendar.shown()
    await actor.press(page.getByRole('main').getByRole('button', { name: 'Go to a day' }))
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('month with the choice of a day')
    await actor.key('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await actor.type(calendar.laneSearch, 'nobody is called like this')
    await expect(calendar.empty).toHaveText('The filters hide everything')
    await look('filters that hide everything')
    await actor.press(calendar.clearFilters)
    const [newest] = await core.compares.list({ limit: 1 })
    await page.goto(page.url().replace(/#\/calendar.*/, `#/calendar?as=${newest?.at}`))
    await expect(time.words).toBeVisible()
    await calendar.shown()
    await look('snapshot')
    expect(found()).toEqual([])
  })

  test('in the overview, the palette, the follow-ups and the settings', async ({ app, screens }) => {
    const { actor, alerts, detail, frame, followUps, overview, palette, settings } = screens
    const { page } = app
    const dialog = page.getByRole('dialog')
    const { look, found } = makeLook(page)
    await screens.list.settled(await app.rpc())
    await frame.go('Overview')
    await expect(overview.numbers).toBeVisible()
    await look('overview')
    await palette.open()
    await expect(palette.options.first()).toBeVisible()
    await look('palette')
    await palette.field.fill('zzz nothing is called like this')
    await expect(palette.says).toContainText('Nothing fits')
    await look('palette without entries')
    await actor.key('Escape')
    await palette.run('follow', 'Follow-ups')
    await expect(page.getByRole('heading', { name: 'No follow-ups are open' })).toBeVisible()
    await actor.press(followUps.add)
    await expect(dialog).toBeVisible()
    await look('follow-ups with their form')
    await actor.key('Escape')
    await expect(dialog).toHaveCount(0)
    await frame.go('Settings')
    await actor.press(settings.purge)
    await expect(dialog).toBeVisible()
    await look('purge')
    await actor.key('Escape')
    await expect(dialog).toHaveCount(0)
    await look('settings')
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
    expect(found()).toEqual([])
  })

  test('in facilities, connections and runs', async ({ app, screens }) => {
    const { actor, connections, facilities, frame } = screens
    const { page } = app
    const dialog = page.getByRole('dialog')
    const { look, found } = makeLook(page)
    await screens.list.settled(await app.rpc())
    await frame.go('Facilities')
    await actor.press(facilities.pairing.first().getByRole('link', { name: 'Pairs without ids' }))
    await expect(page.getByRole('heading', { name: 'What people decided' })).toBeVisible()
    await look('pairs without ids')
    await frame.go('Facilities')
    await actor.press(page.getByRole('button', { name: 'Add a facility' }))
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeVisible()
    await look('facility form')
    await actor.key('Escape')
    await expect(dialog).toHaveCount(0)
    await look('facilities')
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
    expect(found()).toEqual([])
  })

  test.describe('before a workspace is open', () => {
    test.use({ workspace: 'own' })

    test('in setting up, keeping a phrase, the first run, a locked workspace and a page without its link', async ({
      app,
      screens,
    }) => {
      const { actor, frame, gate, recovery } = screens
      const { page } = app
      const { look, found } = makeLook(page)
      const passphrase = 'four invented words here'
      await expect(gate.title).toHaveText('Set up this workspace')
      await look('set up')
      await gate.setUp({ name: 'Ada Invented', passphrase, phrase: 'left-open' })
      await actor.press(recovery.make)
      const words = await recovery.read()
      await look('recovery phrase')
      await actor.press(recovery.written)
      await recovery.confirm(words)
      await look('words asked for')
      await actor.press(recovery.keep)
      await actor.press(recovery.done)
      await expect(page.getByRole('heading', { name: 'Find where two schedules disagree' })).toBeVisible()
      await look('first run')
      await frame.go('Calendar')
      await expect(page.getByRole('heading', { name: 'Nothing is compared here yet' })).toBeVisible()
      await look('calendar of nothing')
      await app.relaunch()
      await gate.unlock('not this passphrase')
      await expect(page.getByText('This passphrase does not open the workspace.')).toBeVisible()
      await look('locked')
      await actor.press(gate.openWithPhrase)
      await expect(gate.title).toHaveText('Open with the recovery phrase')
      await look('recover')
      await page.evaluate(() => sessionStorage.clear())
      await page.goto('about:blank')
      await page.goto(new URL('/', await app.link()).href)
      await expect(gate.title).toHaveText('This page needs its link')
      await look('no link')
      expect(found()).toEqual([])
    })
  })
})

test('an unnamed button would be found', async ({ app, screens }) => {
  await screens.list.settled(await app.rpc())
  await app.page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')))
  expect(await findings(app.page)).toContainEqual(expect.stringContaining('button-name'))
})

const places = [
  'Overview',
  'Calendar',
  'Alerts',
  'Discrepancies',
  'Facilities',
  'Connections',
  'Runs',
  'Settings',
] as const

test('at twice the size every control of every place can be reached, and nothing scrolls the page sideways', async ({
  app,
  screens,
}) => {
  const { actor, calendar, detail, frame, list } = screens
  const { page } = app
  await list.settled(await app.rpc())
  // What is left of 1440 by 900 at 200 %.
  await page.setViewportSize({ width: 720, height: 450 })
  const found: Record<string, string[]> = {}
  for (const place of places) {
    await frame.go(place)
    await expect(page.getByRole('main').getByRole('status', { name: /^Waiting for/ })).toHaveCount(0)
    found[place] = await cutOff(page)
  }
  await calendar.go()
  await calendar.drawAs('List')
  await calendar.shown()
  found['calendar as list'] = await cutOff(page)
  await frame.go('Discrepancies')
  await list.open('Time differs')
  await expect(detail.table).toBeVisible()
  found['detail'] = await cutOff(page)
  await actor.press(detail.decide)
  await expect(list.acceptDialog).toBeVisible()
  await actor.type(list.acceptDialog.getByRole('textbox'), 'Agreed by phone.')
  await expect(list.acceptDialog.getByRole('button', { name: /^Accept/ })).toBeEnabled()
  found['dialog'] = await cutOff(page, '[role="dialog"]')
  expect(Object.entries(found).filter(([, cut]) => cut.length > 0)).toEqual([])
})

test('a control pushed out of a small page would be found', async ({ app, screens }) => {
  const { page } = app
  await screens.list.settled(await app.rpc())
  await page.evaluate(() => {
    const lost = document.createElement('button')
    lost.textContent = 'Lost'
    Object.assign(lost.style, { position: 'fixed', left: '-400px', top: '40px' })
    document.querySelector('main')?.append(lost)
  })
  expect(await cutOff(page)).toContainEqual(expect.stringContaining('button "Lost"'))
})

test('nothing moves for who asks for less motion', async ({ app, screens }) => {
  const { actor, detail, frame, list, palette } = screens
  const { page } = app
  await list.settled(await app.rpc())
  const found: Record<string, string[]> = {}
  for (const place of places) {
    await frame.go(place)
    found[place] = await moving(page)
  }
  await frame.go('Discrepancies')
  await list.open('Time differs')
  await expect(detail.table).toBeVisible()
  await actor.press(detail.decide)
  await expect(list.acceptDialog).toBeVisible()
  found['dialog'] = await moving(page)
  await actor.key('Escape')
  await palette.open()
  found['palette'] = await moving(page)
  expect(Object.entries(found).filter(([, moves]) => moves.length > 0)).toEqual([])
})
