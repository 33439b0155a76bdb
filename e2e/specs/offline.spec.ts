import type { Locator, Page } from '@playwright/test'
import { plantedLabel, systemNames } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

const kindShown = 'Field differs: shift'

/** A connection in the list of them; its line begins with the system's name. */
const linkOf = (page: Page, system: string): Locator =>
  page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: new RegExp(`^${system}`) })

/** Refuses the page every address but the host's own, and tells what it has asked for all the same. */
async function blockNetwork(page: Page): Promise<() => readonly string[]> {
  const refused: string[] = []
  const own = new URL(page.url()).hostname
  await page.route(
    (url) => url.hostname !== own,
    async (route) => {
      refused.push(route.request().url())
      await route.abort('internetdisconnected')
    },
  )
  return () => refused
}

test('without a network what is stored opens, is filtered, explained and exported, with the age of each side', async ({
  app,
  screens,
  paired,
}) => {
  test.slow()
  const { actor, calendar, connections, detail, facilities, frame, list } = screens
  const { page } = app
  await paired.close()
  const refused = await blockNetwork(page)
  await app.relaunch()

  // Open: the calendar, with how old each side is.
  await calendar.go()
  await calendar.shown()
  const top = page.getByRole('region', { name: 'Facility and systems' })
  for (const system of [systemNames.left, systemNames.right]) await expect(top).toContainText(`${system}read `)
  await calendar.drawAs('List')
  await calendar.shown()
  const known = await calendar.readList()
  expect(known.filter(({ state }) => state === 'In sync').length).toBeGreaterThan(3)

  // Filter, detail, export.
  await frame.go('Discrepancies')
  await expect(list.row(plantedLabel)).toBeVisible()
  await actor.type(list.search, 'nobody is called like this')
  await expect(page.getByText('No discrepancies match these filters')).toBeVisible()
  await actor.type(list.search, '')
  await actor.press(list.chip('Differs'))
  await expect(list.row(plantedLabel)).toBeVisible()
  await list.open(plantedLabel)
  await expect(detail.title).toHaveText(kindShown)
  expect(await detail.value('Shift', systemNames.left)).toBe(plantedLabel)
  expect(await detail.value('Shift', systemNames.right)).toBe('Shift 12')
  await actor.press(detail.close)
  const file = await list.export({ format: 'CSV', withNames: false })
  expect(file).toContain(plantedLabel)
  expect(file).toContain('Shift 12')

  // A sync says why it fails, what still holds, and beside its button what it needs.
  await frame.go('Facilities')
  await actor.press(facilities.syncNow)
  await expect(facilities.side(systemNames.left)).toContainText('cannot be reached', { timeout: 30_000 })
  await expect(facilities.pairing).toContainText('This needs the network: ')
  await expect(facilities.syncNow).toBeEnabled()
  await frame.go('Discrepancies')
  await expect(list.warnings.filter({ hasText: systemNames.left })).toContainText('What is shown of it was read')
  await expect(list.row(plantedLabel)).toBeVisible()
  await calendar.go()
  await calendar.shown()
  await expect(page.getByRole('main')).toContainText('What is shown of it was read')
  await calendar.drawAs('List')
  await calendar.shown()
  expect(await calendar.readList()).toEqual(known)

  // The test of a connection tells its first step.
  await frame.go('Connections')
  await actor.press(linkOf(page, systemNames.left))
  await actor.press(connections.test)
  await expect(connections.form).toContainText('cannot be reached', { timeout: 20_000 })
  expect(refused()).toEqual([])
})

test('a computer that loses its network says so, beside the buttons too, and reads on', async ({
  app,
  screens,
  paired,
}) => {
  const { actor, connections, facilities, frame, list } = screens
  const { page } = app
  expect(paired.left.all().length).toBeGreaterThan(0)
  const network = (is: 'offline' | 'online') =>
    page.evaluate((event) => {
      Object.defineProperty(navigator, 'onLine', { configurable: true, value: event === 'online' })
      dispatchEvent(new Event(event))
    }, is)
  const needs = 'This needs the network, and this computer has none'
  await network('offline')
  await expect(frame.status).toContainText('No network: showing what is stored')
  // Never opened before: read from the core while the network is away.
  await frame.go('Discrepancies')
  await expect(list.row(plantedLabel)).toBeVisible()
  await frame.go('Facilities')
  await expect(facilities.pairing).toContainText(needs)
  await frame.go('Connections')
  await actor.press(linkOf(page, systemNames.left))
  await expect(connections.form).toContainText(needs)
  await network('online')
  await expect(connections.form).not.toContainText(needs)
  await expect(frame.status).not.toContainText('No network')
})
