import { holdsFocus } from '../screens/actor.ts'
import { expect, test } from '../screens/screens-fixture.ts'

test.beforeEach(async ({ app, context, screens }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await screens.list.settled(await app.rpc())
})

test('filters by facility, kind and text stand in the address, survive a reload and go back', async ({
  app,
  screens,
}) => {
  const { actor, frame, list } = screens
  const { page } = app
  const all = await list.total()

  await actor.choose(frame.facility, 'Harbour Lane Clinic')
  await expect(page).toHaveURL(/facility=/)
  await expect.poll(() => list.total()).toBeLessThan(all)
  const atClinic = await list.total()
  const facilities = new Set((await list.readAll()).map((row) => row.facility))
  expect([...facilities]).toEqual(['Harbour Lane Clinic'])

  await actor.press(list.chip('Duplicate'))
  await expect(page).toHaveURL(/kinds=duplicate/)
  await expect(list.chip('Duplicate')).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => list.total()).toBeLessThan(atClinic)
  const duplicates = await list.readAll()
  expect(new Set(duplicates.map((row) => row.kind))).toEqual(new Set(['Duplicate in Rotaboard']))

  const [first] = duplicates
  await actor.type(list.search, first?.who ?? '')
  await expect(page).toHaveURL(/text=/)
  await expect.poll(async () => new Set((await list.readAll()).map((row) => row.who))).toEqual(new Set([first?.who]))

  const narrowed = await list.readAll()
  await page.reload()
  await expect(list.search).toHaveValue(first?.who ?? '')
  expect(await list.readAll()).toEqual(narrowed)

  await frame.go('Runs')
  await page.goBack()
  await expect(list.search).toHaveValue(first?.who ?? '')
  await expect(list.chip('Duplicate')).toHaveAttribute('aria-pressed', 'true')

  await actor.type(list.search, 'nobody is called like this')
  await expect(page.getByText('No discrepancies match these filters')).toBeVisible()
  await actor.press(page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last())
  await expect.poll(() => list.total()).toBe(atClinic)
  await expect(page).not.toHaveURL(/kinds=|text=/)
})

test('j, k, Enter and Escape walk the list and the detail, and the focus returns to the list', async ({ screens }) => {
  const { actor, list, detail } = screens
  const rows = await list.readRows()
  await list.grid.focus()
  await actor.key('Home')
  await expect(list.rows.first()).toHaveAttribute('data-active', '')
  const groups = await list.groups.count()
  expect(groups, 'the demo has groups of one cause').toBeGreaterThan(0)
  for (let line = 0; line < groups; line++) {
    await expect(list.marked).toContainText('Group of')
    await actor.key('j')
  }
  await expect(list.marked).toContainText(rows[0]?.when ?? '')
  await actor.key('j')
  await actor.key('j')
  await actor.key('k')
  await expect(list.marked).toContainText(rows[1]?.when ?? '')

  await actor.key('Enter')
  await expect(detail.panel).toBeFocused()
  await expect(detail.title).toHaveText(rows[1]?.kind ?? '')
  await actor.key('j')
  await expect(detail.title).toHaveText(rows[2]?.kind ?? '')
  await expect(detail.panel).toContainText(rows[2]?.who === 'nobody' ? 'Nobody assigned' : (rows[2]?.who ?? ''))

  await actor.key('Escape')
  await expect(detail.panel).toHaveCount(0)
  await expect(list.grid).toBeFocused()
  await expect(list.marked).toContainText(rows[2]?.when ?? '')

  // The detail takes width and so height from the list: what was opened must not slip out of sight.
  for (const key of ['Home', 'PageDown', 'ArrowDown', 'ArrowDown', 'Enter']) await actor.key(key)
  await expect(detail.panel).toBeFocused()
  await expect(list.marked).toBeInViewport({ ratio: 1 })
})

test('the detail gives ids, link and stored fields away, and its link opens the same discrepancy', async ({
  app,
  screens,
}) => {
  const { actor, list, detail } = screens
  const { page } = app
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await actor.press(list.chip('Differs'))
  await list.open('Time differs')
  await expect(detail.title).toContainText('Time differs')
  const title = (await detail.title.textContent()) ?? ''

  await actor.press(detail.copyId('Rotaboard'))
  const rotaId = await copied()
  expect(rotaId).toMatch(/^(NG|HL)-\d+$/)
  await detail.copy('Both ids')
  const both = await copied()
  expect(both).toMatch(/^Maple: [\w-]+\nRotaboard: (NG|HL)-\d+$/)
  expect(both).toContain(rotaId)

  const stored = detail.storedOf('Rotaboard')
  await actor.press(stored.locator('summary'))
  const fields = JSON.parse((await stored.locator('pre').textContent()) ?? '') as { id: string; fields: object }
  expect(fields.id).toBe(rotaId)
  expect(Object.keys(fields.fields).sort()).toEqual(['label', 'requirements', 'worker', 'workerName'])
  await actor.press(stored.getByRole('button', { name: 'Copy JSON' }))
  expect(JSON.parse(await copied())).toEqual(fields)

  await detail.copy('Link')
  const link = await copied()
  await page.goto('about:blank')
  await page.goto(link)
  await expect(detail.title).toHaveText(title)
  await expect(detail.panel).toContainText(rotaId)
})

test('Escape closes the menu or list that is open in the detail, then the detail', async ({ app, screens }) => {
  const { actor, list, detail } = screens
  const { page } = app
  await list.open('Time differs')
  await expect(detail.table).toBeVisible()
  const copy = detail.panel.getByRole('button', { name: 'Copy', exact: true })
  for (const [control, opened] of [
    [copy, page.getByRole('menu')],
    [detail.assignee, page.getByRole('listbox')],
  ] as const) {
    if (actor.hands === 'mouse') await control.click()
    else {
      await control.focus()
      await actor.key('Enter')
    }
    await expect(opened).toBeVisible()
    // A list leaves the focus in its field.
    if (control === copy) await holdsFocus(opened)
    await actor.key('Escape')
    await expect(opened).toBeHidden()
    await expect(detail.panel).toBeVisible()
    await expect(control).toBeFocused()
  }
  await actor.key('Escape')
  await expect(detail.panel).toHaveCount(0)
  await expect(list.grid).toBeFocused()
})

test('an old link says that what it names is gone, and leads on', async ({ app, screens }) => {
  const { actor, frame, list, detail } = screens
  const { page } = app
  await page.evaluate(() => location.assign('#/discrepancies?open=never-found&pairing=never-paired'))
  await expect(detail.panel).toContainText('No longer stored')
  await expect(detail.panel.getByRole('button', { name: 'Try again' })).toHaveCount(0)
  await actor.press(detail.panel.getByRole('button', { name: 'Close the detail' }).first())
  await expect(detail.panel).toHaveCount(0)
  await expect(list.grid).toBeFocused()

  await page.evaluate(() => location.assign('#/discrepancies?of=never-paired'))
  await expect(page.getByText('No discrepancies match these filters')).toBeVisible()
  await page.evaluate(() => location.assign('#/discrepancies?facility=never-added'))
  await expect(page.getByText('The facility of this address is not here')).toBeVisible()
  await actor.press(page.getByRole('button', { name: 'Show all facilities' }))
  await expect(list.grid).toBeVisible()
  await expect(frame.facility).toHaveValue('All facilities')
})

test('a link in a tab of its own leads where it says once that tab has a fresh link of Plumbline', async ({
  app,
  context,
  screens,
}) => {
  const { list, detail } = screens
  await list.open('Time differs')
  const title = (await detail.title.textContent()) ?? ''
  const place = (await detail.place.textContent()) ?? ''
  await detail.copy('Link')
  const link = await app.page.evaluate(() => navigator.clipboard.readText())
  const tab = await context.newPage()
  await tab.goto(link)
  await expect(tab.getByRole('heading', { name: 'This page needs its link' })).toBeVisible()
  await tab.goto(await app.link())
  const panel = tab.getByRole('complementary', { name: 'Detail' })
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(title)
  await expect(panel.getByRole('status', { name: 'Place in the list' })).toHaveText(place)
  expect(tab.url()).not.toContain('code=')
  await tab.close()
})
