import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { fillCache, setUpFacilities } from '../bench/seed-page.ts'
import { expect, test } from '../screens/screens-fixture.ts'

test.use({ workspace: 'own' })
// A week of 50 workers and 20,000 open discrepancies are stored first.
test.setTimeout(240_000)

const nodesAtMost = 6_000
const nodes = (page: Page): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length)

test('a full calendar and a long list keep the page small, however far somebody goes in them', async ({
  app,
  screens,
}) => {
  const { page } = app
  const { calendar, detail, list, actor } = screens
  const made = await setUpFacilities(await app.rpc())
  await app.stop()
  const home = join(dirname(app.folder), 'home')
  await mkdir(home, { recursive: true })
  await fillCache({ folder: app.folder, home }, made, { lanes: 50, days: 7, slotsPerDay: 40, open: 20_000 })
  await app.relaunch()

  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  const goTo = (address: string) => page.evaluate((hash) => void (location.hash = hash), address)
  await goTo(`/calendar?facility=${made.facility.id}`)
  await expect(calendar.grid).toBeVisible()
  await calendar.shown()
  const seen = [await nodes(page)]
  for (const step of [1, 2, 3]) {
    if (actor.hands === 'mouse') {
      await calendar.grid.hover()
      await page.mouse.wheel(step * 700, step * 900)
    } else {
      await calendar.grid.focus()
      for (const key of ['PageDown', 'PageDown', 'ArrowRight']) await actor.key(key)
    }
    await calendar.shown()
    seen.push(await nodes(page))
  }
  const usual = page.viewportSize()
  await page.setViewportSize({ width: 2560, height: 1440 })
  await calendar.shown()
  seen.push(await nodes(page))
  if (usual) await page.setViewportSize(usual)

  // A key held down: the browser says so of each press but the first, and the detail opens where the mark comes to rest.
  await calendar.grid.focus()
  for (let press = 0; press < 30; press += 1) await page.keyboard.down('j')
  await page.keyboard.up('j')
  await expect(detail.place).toHaveText(/^30 of \d+$/)
  seen.push(await nodes(page))
  await actor.key('Escape')
  await expect(detail.panel).toHaveCount(0)

  await calendar.drawAs('List')
  await calendar.shown()
  seen.push(await nodes(page))

  await goTo('/discrepancies')
  await expect.poll(() => list.total()).toBeGreaterThanOrEqual(20_000)
  await list.grid.focus()
  for (const key of ['End', 'Home', 'PageDown', 'PageDown']) {
    await actor.key(key)
    await expect(list.grid.locator('[role="row"][aria-busy="true"]')).toHaveCount(0)
    seen.push(await nodes(page))
  }
  expect(Math.max(...seen), `elements of the page: ${seen.join(', ')}`).toBeLessThan(nodesAtMost)
})
