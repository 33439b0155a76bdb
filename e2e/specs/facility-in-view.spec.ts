import { expect, test } from '../screens/screens-fixture.ts'

const [one, other] = ['Northgate Care Home', 'Harbour Lane Clinic'] as const

test('another facility in the top bar closes what is open of the one before, in the list and in the calendar', async ({
  app,
  screens,
}) => {
  const { actor, calendar, detail, frame, list } = screens
  const { page } = app
  await actor.choose(frame.facility, one)
  await expect(list.row(other)).toHaveCount(0)
  await list.open('Time differs')
  await expect(detail.title).toHaveText(/^Time differs/)
  await expect(page).toHaveURL(/[?&]open=/)
  const title = await detail.title.textContent()
  await actor.choose(frame.facility, other)
  await expect(detail.panel).toHaveCount(0)
  await expect(page).not.toHaveURL(/[?&](open|pairing)=/)
  await expect(list.row(other).first()).toBeVisible()
  await expect(list.row(one)).toHaveCount(0)
  await page.goBack()
  await expect(detail.title).toHaveText(title ?? '')
  await expect(list.row(one).first()).toBeVisible()
  await expect(list.row(other)).toHaveCount(0)

  await calendar.go()
  await calendar.shown()
  await expect(frame.facility).toHaveValue(one)
  await calendar.leaveFields()
  await actor.key('j')
  await expect(detail.panel).toBeVisible()
  await expect(page).toHaveURL(/[?&]open=/)
  await actor.type(calendar.laneSearch, 'e')
  await expect(page).toHaveURL(/[?&]lanes=/)
  await actor.choose(frame.facility, other)
  await expect(detail.panel).toHaveCount(0)
  await expect(page).not.toHaveURL(/[?&](open|pairing|thing|at|lanes)=/)
  await expect(calendar.laneSearch).toHaveValue('')
  await calendar.shown()
  await expect(calendar.grid).toBeVisible()
})
