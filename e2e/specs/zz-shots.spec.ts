import { expect, test } from '../world/systems-fixture.ts'
import { facilityName } from '../world/hosted-systems.ts'

const sizes = [{ width: 1440, height: 900 }, { width: 1024, height: 700 }]
for (const kind of ['demo', 'own'] as const) test.describe(kind, () => {
  test.use({ workspace: kind, contextOptions: { reducedMotion: 'reduce' } })
  test(`shots ${kind}`, async ({ app, screens }) => {
    test.setTimeout(120_000)
    const { frame, list, detail, connections, gate, actor } = screens
    const { page } = app
    const shoot = async (name: string) => {
      for (const size of sizes) for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(size)
        await page.emulateMedia({ colorScheme })
        await page.waitForTimeout(200)
        await page.screenshot({ path: `/tmp/h6/shots/${name}-${size.width}-${colorScheme}.png` })
      }
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.emulateMedia({ colorScheme: 'light' })
    }
    if (kind === 'own') {
      await expect(gate.title).toHaveText('Set up this workspace')
      await shoot('1-set-up')
      await gate.setUp({ name: 'Ada Invented', passphrase: 'four invented words here' })
      await expect(page.getByRole('heading', { name: 'Find where two schedules disagree' })).toBeVisible()
      await shoot('2-first-run')
      await frame.go('Connections')
      await connections.begin('Maple shifts')
      await expect(connections.form).toBeVisible()
      await shoot('6b-new-connection')
      return
    }
    await expect(frame.status).toContainText('Both systems were read completely.')
    await list.open('Time differs + 2')
    await expect(detail.table).toBeVisible()
    await shoot('3-list')
    await frame.go('Facilities')
    await shoot('4-facilities')
    await frame.go('Runs')
    await expect(page.getByRole('article', { name: 'Run' })).toContainText('sealed')
    await shoot('5-runs')
    await frame.go('Connections')
    await page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'Rotaboard' }).click()
    await connections.test.click()
    await expect(page.getByText('The connection works as entered.')).toBeVisible()
    await shoot('6-connection')
    await frame.go('Discrepancies')
    await actor.type(list.search, 'nobody like this')
    await expect(page.getByText('No discrepancies match')).toBeVisible()
    await shoot('7-empty')
  })
})
