import { numberIn } from '../screens/overview-screen.ts'
import { expect, test } from '../screens/screens-fixture.ts'

test.use({ startAt: null })

test('the program begins with what needs somebody, the facility with a double booking first', async ({
  app,
  screens: { overview },
}) => {
  const { facilities } = await (await app.rpc()).overview.show({})
  const names = new Map<string, string>((await (await app.rpc()).facilities.list({})).map(({ id, name }) => [id, name]))
  await expect(overview.names).toHaveText(facilities.map(({ facilityId }) => names.get(facilityId) ?? ''))
  const [first] = facilities
  expect(first?.alerts.doubleBooked).toBeGreaterThan(0)
  await expect(overview.row(names.get(first?.facilityId ?? '') ?? '')).toContainText(/double bookings? waiting/)
})

test('every number opens a list that holds exactly so many', async ({ app, screens }) => {
  test.setTimeout(180_000)
  const { actor, alerts, followUps, list, overview } = screens
  const rpc = await app.rpc()
  const [facility] = await rpc.facilities.list({})
  const { rows } = await rpc.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 3 })
  const operator = (await rpc.operators.list({})).find(({ current }) => current)
  await rpc.discrepancies.assign({
    of: {
      by: 'fingerprint',
      rows: rows.map(({ pairingId, fingerprint, bornIn }) => ({ pairingId, fingerprint, bornIn })),
    },
    to: operator?.id ?? null,
  })
  if (facility)
    await rpc.followUps.add({ facilityId: facility.id, about: null, text: 'Ask the ward who comes on Sunday.' })

  const listed = async (where: string): Promise<number> => {
    if (where === 'Alerts') return Number(await alerts.grid.getAttribute('aria-rowcount')) - 1
    if (where === 'Follow-ups') return await followUps.items.count()
    if (where === 'Connections') return await app.page.getByRole('main').getByRole('rowheader').count()
    return await list.total()
  }
  const opens = async (count: number, press: () => Promise<void>): Promise<void> => {
    await press()
    const heading = app.page.getByRole('heading', { level: 1 })
    await expect(heading).not.toHaveText('Overview')
    const where = (await heading.textContent()) ?? ''
    await expect.poll(() => listed(where), { message: `${count} in ${where}` }).toBe(count)
    // Not by the rail, which would keep the facility that a row has led to.
    await app.page.evaluate(() => {
      location.hash = '#/overview'
    })
    await expect(overview.table).toBeVisible()
  }

  await expect.poll(() => overview.countOn('Given to me')).toBe(rows.length)
  await expect.poll(() => overview.countOn('Follow-ups')).toBe(1)
  for (const name of ['Alerts', 'Double bookings', 'Given to me', 'Follow-ups', 'Discrepancies']) {
    const count = await overview.countOn(name)
    expect(count, name).toBeGreaterThan(0)
    await opens(count, () => actor.press(overview.number(name)))
  }
  expect(await overview.countOn('Connections failing')).toBe(0)

  const total = await overview.counts.count()
  expect(total).toBeGreaterThan(4)
  for (let index = 0; index < total; index++) {
    const link = overview.counts.nth(index)
    await opens(numberIn((await link.textContent()) ?? ''), () => actor.press(link))
  }
})

test('a facility opens its calendar, and only those that need attention are listed when asked', async ({
  app,
  screens: { actor, overview },
}) => {
  const { page } = app
  await expect(overview.names.first()).toBeVisible()
  const names = await overview.names.allTextContents()
  await actor.tick(overview.attention)
  await expect(page).toHaveURL(/attention=true/)
  const [first = ''] = names
  await actor.press(overview.facility(first))
  await expect(page.getByRole('heading', { level: 1, name: /^Calendar/ })).toBeVisible()
  await expect(page).toHaveURL(/facility=/)
})
