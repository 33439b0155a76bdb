import { addDays, fromMs, Instant, startOfDay, toMs, wallClock, ZoneId } from '#contract/time'
import type { SandboxShift } from '../../src-main/connectors/maple/sandbox.ts'
import { type LoopbackSystems, syncAgain, systemNames } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

const title = new RegExp(`start and end 1 hour later in ${systemNames.right}`, 'i')
const hour = 3_600_000

const london = ZoneId.parse('Europe/London')

/** The rota's shifts from the beginning of the day in a week on: too few to be held back as a clock that is wrong. */
function ofLaterDays(paired: LoopbackSystems): SandboxShift[] {
  const from = startOfDay(addDays(wallClock(fromMs(Date.now()), london).date, 7), london)
  return paired.right.all().filter(({ start }) => start >= from)
}

/** An hour later than it was, as a feed writes that reads its clock wrongly. */
const anHourLater = (shift: SandboxShift): SandboxShift => ({
  ...shift,
  start: fromMs(toMs(Instant.parse(shift.start)) + hour),
  end: fromMs(toMs(Instant.parse(shift.end)) + hour),
  version: '2',
})

test('rows of one cause are one line that opens them, and back returns to it', async ({ app, screens, paired }) => {
  const { actor, frame, list, detail } = screens
  const { page } = app
  const moved = ofLaterDays(paired)
  const { length: count } = moved
  for (const shift of moved) paired.right.put(anHourLater(shift))
  await syncAgain(await app.rpc())
  await frame.go('Discrepancies')

  await expect(list.note).toHaveText(`${count + 1} discrepancies: 1 row and 1 group of ${count}`)
  await expect(list.groups).toHaveCount(1)
  await expect(list.groups).toContainText(title)
  expect((await list.readRows()).map(({ kind }) => kind)).toEqual(['Field differs: shift'])

  await list.openGroup(title)
  await expect(page).toHaveURL(/cluster=/)
  await expect(list.note).toHaveText(`${count} discrepancies`)
  await expect(list.groupHead).toContainText(`${count} of ${count}`)
  expect((await list.readRows()).map(({ kind }) => kind)).toEqual(Array.from({ length: count }, () => 'Time differs'))
  await list.open('Time differs')
  await expect(detail.title).toHaveText('Time differs')
  await expect(detail.panel).toContainText(`1 of ${count}`)

  await page.reload()
  await expect(list.groupHead).toContainText(title)
  await expect(detail.title).toHaveText('Time differs')
  await actor.press(detail.close)
  await list.leaveGroup()
  await expect(list.marked).toContainText(title)

  // Who searches looks for rows: they stand in the list then.
  await actor.type(list.search, 'rota-30')
  await expect(list.note).toHaveText('1 discrepancy under these filters')
  await expect(list.groups).toHaveCount(0)
  await expect(list.row('Time differs')).toHaveCount(1)
})

test('a whole group is accepted with one reason and reopened as one', async ({ app, screens, paired }) => {
  const { actor, frame, list } = screens
  const { page } = app
  const before = ofLaterDays(paired)
  const { length: count } = before
  for (const shift of before) paired.right.put(anHourLater(shift))
  const client = await app.rpc()
  await syncAgain(client)
  await frame.go('Discrepancies')

  await list.decide(title)
  await expect(list.acceptDialog).toContainText(`Accept all ${count} of this group`)
  await list.accept('The rota shows summer time until they mend it.', '1 week at most')
  await expect(list.toast).toContainText(`${count} discrepancies accepted.`)
  await expect(list.note).toHaveText('1 discrepancy')
  await expect(list.groups).toHaveCount(0)

  await actor.press(list.acceptedSwitch)
  await expect(list.note).toHaveText(`${count} accepted discrepancies: 0 rows and 1 group of ${count}`)
  await list.openGroup(title)
  await expect(list.row('The rota shows summer time').first()).toBeVisible()
  await list.leaveGroup()
  await list.decide(title)
  await actor.press(page.getByRole('dialog').getByRole('button', { name: 'Reopen all' }))
  await expect(page.getByRole('heading', { name: 'Nothing is accepted' })).toBeVisible()
  await actor.press(page.getByRole('button', { name: 'Show open discrepancies' }))
  await expect(list.note).toHaveText(`${count + 1} discrepancies: 1 row and 1 group of ${count}`)

  // Mended at the rota: the group is gone with its rows.
  for (const shift of before) paired.right.put({ ...shift, version: '3' })
  await syncAgain(client)
  await expect(list.note).toHaveText('1 discrepancy')
  await expect(list.groups).toHaveCount(0)
})
