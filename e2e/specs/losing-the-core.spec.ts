import { dirname, join } from 'node:path'
import { startHosted } from '../hosted.ts'
import { expect, test } from '../screens/screens-fixture.ts'

test('when Plumbline dies, a banner says so and what was read stays readable', async ({ app, screens }) => {
  const { calendar, detail, frame, list, facilities, palette } = screens
  const { page } = app
  await list.settled(await app.rpc())
  await calendar.go()
  await calendar.shown()
  await frame.go('Discrepancies')
  await list.open('Time differs')
  await expect(detail.table).toBeVisible()
  // Its parts are read one by one: this one comes last, and must have come before the core goes.
  const text = await detail.addFollowUp()
  await expect(detail.followUps).toContainText(text)

  // What is being read as it dies says so where it would stand, and the banner alone is spoken.
  app.hang()
  await palette.run('follow-ups', 'Follow-ups')
  await expect(page.getByRole('main').getByRole('status', { name: 'Waiting for the follow-ups' })).toBeVisible()
  await app.kill()
  await expect(page.getByRole('main')).toContainText('The follow-ups could not be read')
  await expect(page.getByRole('alert')).toHaveCount(1)
  await page.goBack()
  await expect(frame.banner).toContainText('Plumbline does not answer')
  await expect(frame.banner).toContainText('can still be read here')
  await expect(frame.status).toContainText('Not connected: showing what was last read')
  await expect(list.rows.first()).toBeVisible()
  await expect(detail.table).toBeVisible()
  await expect(detail.followUps).toContainText(text)
  await expect(detail.decide).toBeDisabled()
  await expect(detail.panel).toContainText('Plumbline does not answer at the moment.')
  await calendar.go()
  await expect(calendar.grid).toBeVisible()
  await expect(calendar.boxes(/./).first()).toBeVisible()
  await frame.go('Facilities')
  await expect(facilities.syncNow.first()).toBeDisabled()
  await expect(facilities.pairing.first()).toContainText('Plumbline does not answer at the moment.')
})

test('a second Plumbline on the same workspace only reads, says why and starts nothing', async ({ app, screens }) => {
  const { frame, list, facilities } = screens
  await list.settled(await app.rpc())
  const total = await list.total()
  const second = await startHosted({ workspace: 'demo', folder: app.folder, home: join(dirname(app.folder), 'home') })
  try {
    await app.page.goto('about:blank')
    await app.page.goto(await second.freshLink())
    await expect(frame.readOnly).toContainText('Another Plumbline writes this workspace')
    await frame.go('Discrepancies')
    await expect.poll(() => list.total()).toBe(total)
    await frame.go('Facilities')
    await expect(facilities.syncNow.first()).toBeDisabled()
    await expect(facilities.pairing.first()).toContainText('Read only')
    await expect(app.page.getByRole('button', { name: 'Add a facility' })).toBeDisabled()
    await app.page.goto('about:blank')
  } finally {
    await second.stop()
  }
  expect(second.complaints()).toBe('')
})
