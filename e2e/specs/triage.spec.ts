import { plantedLabel, syncAgain } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

const renamed = [13, 14, 15, 16, 17, 18]
const count = renamed.length + 1

test.beforeEach(async ({ app, context, paired, screens }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  // Labels of their own: none of them shares its cause with another.
  for (const shift of paired.left.all()) {
    const number = Number(shift.ownId.replace('maple-', ''))
    if (renamed.includes(number)) paired.left.put({ ...shift, label: `Swapped shift ${number}`, version: '2' })
  }
  await syncAgain(await app.rpc())
  await screens.frame.go('Discrepancies')
  await expect(screens.list.note).toHaveText(`${count} discrepancies`)
})

test('filters stand as tokens in the address, and come off one by one', async ({ app, screens }) => {
  const { actor, list } = screens
  const { page } = app
  await list.addFilter('Nobody')
  await expect(page).toHaveURL(/assigned=nobody/)
  await expect(list.note).toHaveText(`${count} discrepancies under these filters`)
  await list.addFilter('Next 7 days')
  await expect(page).toHaveURL(/from=.*to=/)
  await list.addFilter(/^Me /)
  await expect(page.getByText('No discrepancies match these filters')).toBeVisible()

  await page.reload()
  await expect(list.chip('Given to me')).toHaveAttribute('aria-pressed', 'true')
  await actor.press(list.chip('Given to me'))
  await expect(page).not.toHaveURL(/assigned=/)
  await expect(list.filters.getByRole('button', { name: / to / })).toHaveCount(1)
  await actor.press(list.clearFilters)
  await expect(page).not.toHaveURL(/from=|to=/)
  await expect(list.note).toHaveText(`${count} discrepancies`)
})

test('a kept filter counts live what is open under it, is shown again, renamed and removed with a way back', async ({
  app,
  screens,
  paired,
}) => {
  const { actor, list } = screens
  const { page } = app
  await actor.type(list.search, 'swapped')
  await expect(list.note).toHaveText(`${renamed.length} discrepancies under these filters`)
  await list.saveFilter('Swapped ones')
  await expect(list.savedFilter('Swapped ones')).toHaveText(`Swapped ones ${renamed.length}`)
  await expect(list.savedFilter('Swapped ones')).toHaveAttribute('aria-pressed', 'true')
  await actor.press(list.clearFilters)
  await expect(list.savedFilter('Swapped ones')).toHaveAttribute('aria-pressed', 'false')

  const shift = paired.left.all().find(({ ownId }) => ownId === 'maple-13')
  if (!shift) throw new Error('Maple holds no shift 13')
  paired.left.put({ ...shift, label: 'Shift 13', version: '3' })
  await syncAgain(await app.rpc())
  await expect(list.savedFilter('Swapped ones')).toHaveText(`Swapped ones ${renamed.length - 1}`)

  await actor.press(list.savedFilter('Swapped ones'))
  await expect(list.search).toHaveValue('swapped')
  await expect(list.note).toHaveText(`${renamed.length - 1} discrepancies under these filters`)
  await actor.press(list.saved.getByRole('button', { name: 'Change Swapped ones' }))
  await actor.pick(page.getByRole('menuitem', { name: 'Rename…' }))
  const dialog = page.getByRole('dialog', { name: 'Rename the filter' })
  await actor.type(dialog.getByRole('textbox', { name: 'Name' }), 'Swaps')
  await actor.press(dialog.getByRole('button', { name: 'Rename' }))
  await expect(list.savedFilter('Swaps')).toBeVisible()
  await expect(list.savedFilter('Swapped ones')).toHaveCount(0)
  await expect(list.saved).toBeFocused()

  await actor.press(list.saved.getByRole('button', { name: 'Change Swaps' }))
  await actor.pick(page.getByRole('menuitem', { name: 'Remove' }))
  await expect(list.savedFilter('Swaps')).toHaveCount(0)
  await expect(list.saved).toBeFocused()
  await actor.press(list.toast.getByRole('button', { name: 'Undo' }))
  await expect(list.savedFilter('Swaps')).toHaveText(`Swaps ${renamed.length - 1}`)
  await expect(list.saved).toBeFocused()
})

test('what a kept filter lists is changed by saving another one under its name', async ({ app, screens }) => {
  const { actor, list } = screens
  const { page } = app
  await actor.type(list.search, 'swapped')
  await expect(list.note).toHaveText(`${renamed.length} discrepancies under these filters`)
  await list.saveFilter('Swaps')
  await actor.type(list.search, 'swapped shift 14')
  await expect(list.note).toHaveText('1 discrepancy under these filters')

  await actor.press(list.saved.getByRole('button', { name: 'Save this filter' }))
  const dialog = page.getByRole('dialog', { name: 'Save this filter' })
  const name = dialog.getByRole('textbox', { name: 'Name' })
  await actor.type(name, 'n'.repeat(61))
  await expect(dialog).toContainText('A name has at most 60 characters; this one has 61.')
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await actor.key('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(list.saved.getByRole('button', { name: 'Save this filter' })).toBeFocused()

  await actor.press(list.saved.getByRole('button', { name: 'Save this filter' }))
  await actor.type(name, 'swaps')
  await expect(dialog.getByRole('status')).toContainText('“Swaps” is kept already.')
  await actor.press(dialog.getByRole('button', { name: 'Replace it' }))
  await expect(dialog).toHaveCount(0)
  await expect(list.savedFilter('swaps')).toHaveText('swaps 1')
  await expect(list.savedFilter('swaps')).toHaveAttribute('aria-pressed', 'true')
  await expect(list.savedFilter('Swaps')).toHaveCount(0)
})

test('the list put together by worker opens a group as one filter more, and back shows the groups', async ({
  app,
  screens,
}) => {
  const { actor, list } = screens
  const { page } = app
  await list.groupBy('By worker')
  await expect(page).toHaveURL(/group=resource/)
  await expect(list.note).toHaveText(`${count} discrepancies in 5 groups`)
  await expect(list.groupLines).toHaveCount(5)
  // Shifts 12 and 17 are of one worker, as are 13 and 18.
  await list.openLine('Tansy Placeholder')
  await expect(list.note).toHaveText('2 discrepancies under these filters')
  await expect(list.chip('Worker: Tansy Placeholder')).toBeVisible()
  expect(new Set((await list.readRows()).map(({ who }) => who))).toEqual(new Set(['Tansy Placeholder']))
  await page.goBack()
  await expect(list.groupLines).toHaveCount(5)
  await list.groupBy('Not grouped')
  await expect(list.note).toHaveText(`${count} discrepancies`)
  await actor.choose(list.filters.getByRole('combobox', { name: 'Order' }), 'By risk')
  await expect(page).toHaveURL(/order=risk/)
  await list.grid.focus()
  await actor.key('Home')
  await expect(list.marked.locator('[title*="kind × "]')).toHaveText(/^[\d.]+$/)
  await actor.key('w')
  await expect(page.getByRole('region', { name: 'Why it stands here' })).toContainText('The factors multiplied.')
})

test('all that match but one are accepted with one reason, and taken back with one act', async ({ app, screens }) => {
  const { actor, list } = screens
  await list.selectAll()
  await expect(list.bulk).toContainText(`${count} selected`)
  await list.select(plantedLabel)
  await expect(list.bulk).toContainText(`${count - 1} selected`)
  await expect(list.bulk).toContainText('Nothing is written to either system.')

  if (actor.hands === 'keyboard') await actor.key('e')
  else await actor.press(list.bulk.getByRole('button', { name: `Accept ${count - 1}` }))
  await expect(list.acceptDialog).toContainText(`${count - 1} discrepancies: all that match the filters but 1`)
  await list.accept('Swapped by agreement.')
  await expect(list.toast).toContainText(`${count - 1} discrepancies accepted.`)
  await expect(list.note).toHaveText('1 discrepancy')
  await expect(list.row(plantedLabel)).toBeVisible()
  await expect(list.bulk).toHaveCount(0)
  await expect(list.acceptedSwitch).toContainText(String(count - 1))

  if (actor.hands === 'mouse') await actor.press(list.toast.getByRole('button', { name: 'Undo' }))
  else await actor.key('u')
  await expect(list.note).toHaveText(`${count} discrepancies`)
  const { accepted } = await (await app.rpc()).discrepancies.counts({ filter: {} })
  expect(accepted).toBe(0)
})

test('rows are given to somebody, and each is noted and followed up in its detail', async ({ app, screens }) => {
  const { actor, frame, list, detail } = screens
  await list.select('Swapped shift 14')
  await list.select('Swapped shift 15')
  await list.give(/^Ada Invented/)
  await expect(list.toast).toContainText('2 discrepancies given to Ada Invented.')
  await expect(list.grid).toBeFocused()
  await list.addFilter(/^Me /)
  await expect(list.note).toHaveText('2 discrepancies under these filters')

  await list.open('Swapped shift 14')
  await expect(detail.assignee).toHaveValue('Ada Invented (me)')
  await detail.writeNote('Rang the ward: they look into it.')
  await expect(detail.notes).toContainText('Rang the ward: they look into it.')
  await expect(detail.newNote).toBeFocused()
  await expect(detail.notes).toContainText(/Ada Invented, \w{3} \d+ \w{3} \d\d:\d\d/)
  const text = await detail.addFollowUp()
  expect(text).toMatch(/^Invented House, .+Swapped shift 14.+ Please say which is right, Maple or Northgate rota\.$/)
  await expect(detail.followUps).toContainText(text)
  await actor.press(detail.followUps.getByRole('button', { name: 'Copy the text' }))
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toBe(text)
  await actor.tick(detail.followUps.getByRole('checkbox'))
  await expect(detail.followUps).toContainText(/done .+ by Ada Invented/)

  await detail.giveTo('nobody')
  await expect(list.note).toHaveText('1 discrepancy under these filters')
  await expect(detail.assignee).toHaveValue('nobody')
  // What was written stays with it across a restart.
  await app.relaunch()
  await frame.go('Discrepancies')
  await list.open('Swapped shift 14')
  await expect(detail.notes).toContainText('Rang the ward')
})

test('who comes by a link sees what was opened, its place in the list, and steps on from there', async ({
  app,
  screens,
}) => {
  const { actor, list, detail } = screens
  const { page } = app
  const rows = await list.readRows()
  const wanted = rows[4]
  await list.open(wanted?.what ?? '')
  await expect(detail.place).toHaveText(`5 of ${count}`)
  await detail.copy('Link')
  const link = await page.evaluate(() => navigator.clipboard.readText())
  await page.goto('about:blank')
  await page.goto(link)
  await expect(detail.place).toHaveText(`5 of ${count}`)
  await expect(list.marked).toContainText(wanted?.what ?? '?')
  await actor.press(detail.next)
  await expect(detail.place).toHaveText(`6 of ${count}`)
  await actor.press(detail.previous)
  await actor.press(detail.previous)
  await expect(detail.place).toHaveText(`4 of ${count}`)
  await expect(detail.panel).toContainText(/First seen .+, seen in \d+ of \d+ syncs?/)
  await expect(detail.timeline.getByRole('listitem').first()).toBeVisible()
})
