import { expect, test } from '../screens/screens-fixture.ts'

test.beforeEach(async ({ app, screens }) => {
  await screens.list.settled(await app.rpc())
})

test('the list goes to a file as it is filtered and ordered, and names of people only when asked for', async ({
  screens,
}) => {
  const { actor, list } = screens
  // A kind without groups, so that the list's own order is the whole order.
  await actor.press(list.chip('Missing in Rotaboard'))
  await expect(list.groups).toHaveCount(0)
  await expect(list.grid).toHaveAttribute('aria-busy', 'false')
  const shown = await list.readAll()
  const named = shown.find(({ who }) => who !== 'nobody')?.who ?? ''
  expect(named).not.toBe('')

  const plain = JSON.parse(await list.export({ format: 'JSON', withNames: false })) as { rows: { kind: string }[] }
  expect(plain.rows.map(({ kind }) => kind)).toEqual(shown.map(() => 'only-left'))
  expect(JSON.stringify(plain)).not.toContain(named)

  const withNames = JSON.parse(await list.export({ format: 'JSON', withNames: true })) as { rows: { who: string }[] }
  expect(withNames.rows.map(({ who }) => (who === '' ? 'nobody' : who))).toEqual(shown.map(({ who }) => who))
})

test('while a file is written and after, the keys stay in the dialog, and then go back', async ({ app, screens }) => {
  const { actor } = screens
  const { page } = app
  const open = page.getByRole('main').getByRole('button', { name: 'Export' })
  await actor.press(open)
  const dialog = page.getByRole('dialog', { name: 'Export to a file' })
  const download = page.waitForEvent('download')
  await actor.press(dialog.getByRole('button', { name: 'Export' }))
  await download
  await expect(dialog).toContainText(/(Saved|Ready) as/)
  await expect(dialog.getByRole('button', { name: 'Close' }).last()).toBeFocused()
  await actor.key('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(open).toBeFocused()
})
