import { expect, test } from '../screens/screens-fixture.ts'

const heading = { level: 1 } as const

test('everything is reached from the palette: screens, facilities, days, records, runs and kept filters', async ({
  app,
  screens,
}) => {
  const { page } = app
  test.slow()
  const { list, palette } = screens
  const rpc = await app.rpc()
  const at = page.getByRole('heading', heading)
  await list.settled(rpc)
  const kept = await rpc.savedFilters.save({ name: 'Twice at once', filter: { kinds: ['overlap'] }, order: 'risk' })
  const [facility] = await rpc.facilities.list({})
  const [run] = await rpc.runs.list({ limit: 1 })

  await palette.run('over', 'Overview')
  await expect(at).toHaveText('Overview')
  await palette.run('twice', `Twice at once${kept.open} open`)
  await expect(at).toHaveText('Discrepancies')
  await expect.poll(() => list.total()).toBe(kept.open)
  await palette.run(facility?.name ?? '', 'Calendar,')
  await expect(at).toHaveText(/^Calendar/)
  await expect(page).toHaveURL(new RegExp(`facility=${facility?.id}`))
  await palette.run('18 Nov 2026', 'Calendar on Wed 18 Nov 2026')
  await expect(page).toHaveURL(/date=2026-11-18/)
  await palette.run(run?.id ?? '', run?.id ?? '')
  await expect(page.getByRole('article', { name: 'Run' })).toBeVisible()

  const { rows } = await rpc.discrepancies.list({
    filter: { kinds: ['only-right'] },
    order: 'time',
    offset: 0,
    limit: 1,
  })
  const key = rows[0]?.rightKey ?? ''
  await palette.run(key, key)
  await expect(at).toHaveText(/^Calendar/)
  await expect(page).toHaveURL(new RegExp(`open=`))
})

test('commands run from the palette with the guards of their buttons, and what fits nothing is said', async ({
  app,
  screens,
}) => {
  const { page } = app
  const { list, palette } = screens
  await list.settled(await app.rpc())
  await palette.run('dark theme', 'Use the dark theme')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await palette.run('follow system', 'Follow the system')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light')
  await palette.run('keys', 'All keys')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await screens.actor.key('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await palette.open()
  await palette.field.fill('zzz nothing is called like this')
  await expect(palette.options).toHaveCount(0)
  await expect(palette.says).toContainText('Nothing fits')
  await screens.actor.key('Escape')
  await expect(palette.field).toHaveCount(0)
  // Nothing of what was typed is kept.
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  )
  expect(stored).not.toContain('zzz')
  await palette.open()
  await expect(palette.field).toHaveValue('')
})

test('keys work in the palette even where a field had the focus, and leaving it brings that back', async ({
  screens,
}) => {
  const { actor, list, palette } = screens
  await actor.type(list.search, 'nobody is called like this')
  await actor.key('ControlOrMeta+k')
  await expect(palette.field).toBeFocused()
  await actor.key('Escape')
  await expect(list.search).toBeFocused()
})
