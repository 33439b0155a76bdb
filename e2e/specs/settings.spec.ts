import { readFile } from 'node:fs/promises'
import { expect, test } from '../screens/screens-fixture.ts'

test.use({ startAt: 'Settings' })

test('people are added and renamed, and whoever is chosen decides from then on', async ({ app, screens }) => {
  const { actor, settings } = screens
  const rpc = await app.rpc()
  await actor.type(settings.newOperator, 'Bea Invented')
  await actor.press(settings.addOperator)
  await expect(settings.operator('Bea Invented')).toBeVisible()
  await actor.tick(settings.operator('Bea Invented'))
  await expect.poll(async () => (await rpc.workspace.info({})).operator).toBe('Bea Invented')
  await actor.press(settings.rename('Bea Invented'))
  await actor.type(settings.newName('Bea Invented'), 'Bea Made-Up')
  await actor.key('Enter')
  await expect(settings.operator('Bea Made-Up')).toBeChecked()

  const before = (await rpc.operators.list({})).length
  await actor.type(settings.newOperator, 'Bea Made-Up')
  await actor.press(settings.addOperator)
  await expect(settings.part('Who works here').getByRole('alert')).toBeVisible()
  expect((await rpc.operators.list({})).length).toBe(before)
})

test('for how long data is kept is changed, and a purge says what it took', async ({ app, screens }) => {
  const { actor, settings } = screens
  const rpc = await app.rpc()
  await actor.type(settings.days, '45')
  await actor.press(settings.saveDays)
  await expect.poll(async () => (await rpc.retention.show({})).days).toBe(45)
  // Keeping less removes at once, so it is asked first.
  await actor.type(settings.days, '40')
  await actor.press(settings.saveDays)
  await expect(settings.dialog).toContainText('40 days')
  await actor.press(settings.dialog.getByRole('button', { name: 'Leave it as it is' }))
  await expect(settings.days).toHaveValue('45')
  await expect(settings.dialog).toHaveCount(0)

  const before = (await rpc.retention.show({})).last?.at
  await actor.press(settings.purge)
  await expect(settings.dialog).toContainText('cannot be brought back')
  await actor.press(settings.dialog.getByRole('button', { name: 'Purge', exact: true }))
  await expect.poll(async () => (await rpc.retention.show({})).last?.at).not.toBe(before)
  const { last } = await rpc.retention.show({})
  await expect(settings.keeping).toContainText(last?.tell ?? 'nothing')
})

test('settings are found by what stands in them, and a larger page stays larger', async ({ app, screens }) => {
  const { actor, settings } = screens
  const { page } = app
  await actor.type(settings.search, 'purge')
  await expect(settings.parts).toHaveCount(1)
  await expect(settings.purge).toBeVisible()
  await actor.type(settings.search, 'no such setting')
  await expect(page.getByRole('heading', { name: 'No setting is called' })).toBeVisible()
  await actor.type(settings.search, '')
  await actor.tick(settings.theme('Comfortable'))
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable')
  await expect(settings.theme('Comfortable')).toBeChecked()
})

test('diagnostics are looked at and saved, and name nobody', async ({ app, screens }) => {
  const { actor, settings } = screens
  const { page } = app
  const core = await app.rpc()
  await page.goto(page.url().replace(/#.*/, '#/settings?part=diagnostics'))
  await expect(settings.diagnostics.getByRole('heading')).toBeFocused()
  await actor.press(settings.diagnostics.getByRole('button', { name: 'Look at it first' }))
  await expect(page.getByRole('region', { name: 'Diagnostics', exact: true })).toContainText('Plumbline diagnostics')
  const download = page.waitForEvent('download')
  await actor.press(settings.diagnostics.getByRole('button', { name: 'Save diagnostics' }))
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^plumbline-diagnostics-[\d-]+\.txt$/)
  await expect(settings.diagnostics).toContainText(` as ${file.suggestedFilename()}`)
  const text = await readFile(await file.path(), 'utf8')
  expect(text).toContain((await core.workspace.info({})).version)
  const names = [...(await core.operators.list({})), ...(await core.facilities.list({}))].map(({ name }) => name)
  expect(names.filter((name) => text.includes(name))).toEqual([])
})

test('a follow-up is written, closed and opened again', async ({ app, screens }) => {
  const { actor, followUps, palette } = screens
  const [facility] = await (await app.rpc()).facilities.list({})
  await palette.run('follow-ups', 'Follow-ups')
  await followUps.write(facility?.name ?? '', 'Ask the ward who comes on Sunday.')
  await expect(followUps.item('Ask the ward')).toContainText(facility?.name ?? '')
  await actor.press(followUps.item('Ask the ward').getByRole('button', { name: 'Close' }))
  await expect(followUps.items).toHaveCount(0)
  await actor.tick(followUps.closedToo)
  await expect(followUps.item('Ask the ward')).toContainText('Closed by')
  await actor.press(followUps.item('Ask the ward').getByRole('button', { name: 'Open again' }))
  await expect(followUps.item('Ask the ward').getByRole('button', { name: 'Close' })).toBeVisible()
})
