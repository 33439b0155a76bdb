import type { Locator } from '@playwright/test'
import { plantedLabel, syncAgain, systemNames } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

const reason = 'Agreed with the ward by phone.'

test.beforeEach(async ({ screens, paired }) => {
  expect(paired.left.all()).toHaveLength(40)
  await screens.frame.go('Discrepancies')
  await expect(screens.list.row(plantedLabel)).toBeVisible()
})

test('an accepted difference leaves the list with a reason, and the way back is offered', async ({ app, screens }) => {
  const { actor, frame, list } = screens
  await list.decide(plantedLabel)
  await expect(list.acceptDialog).toContainText(
    `Nothing is written to ${systemNames.left} or ${systemNames.right}. Your name and reason are kept with it.`,
  )
  await expect(list.acceptDialog).toContainText('It comes back as soon as one of its values moves')
  await expect(list.acceptDialog.getByRole('button', { name: 'Accept' })).toBeDisabled()
  await actor.key('Escape')
  await expect(list.acceptDialog).toHaveCount(0)
  await expect(list.row(plantedLabel)).toBeVisible()
  await expect(list.grid).toBeFocused()

  await list.decide(plantedLabel)
  await list.accept(reason)
  await expect(app.page.getByRole('heading', { name: 'No open discrepancies' })).toBeVisible()
  await expect(list.toast).toContainText('1 discrepancy accepted.')
  await expect(list.acceptedSwitch).toContainText('1')
  await expect(frame.places).not.toContainText('1 open')

  if (actor.hands === 'mouse') await actor.press(list.toast.getByRole('button', { name: 'Undo' }))
  else await actor.key('u')
  await expect(list.row(plantedLabel)).toBeVisible()
  await expect(list.acceptedSwitch).toHaveCount(0)
})

test('accepted ones are listed with who, until when and why, survive a restart, and are reopened', async ({
  app,
  screens,
}) => {
  const { actor, frame, list, detail } = screens
  await list.open(plantedLabel)
  await actor.press(detail.decide)
  await list.accept(reason, '1 week at most')
  await expect(detail.panel).toHaveCount(0)

  await app.relaunch()
  await frame.go('Discrepancies')
  await actor.press(list.acceptedSwitch)
  await expect(app.page).toHaveURL(/accepted=true/)
  await expect(list.note).toHaveText('1 accepted discrepancy')
  await expect(list.row(/Ada Invented, until \w{3} \d+ \w{3} \d\d:\d\d: Agreed with the ward by phone\./)).toBeVisible()

  await list.open(reason)
  await expect(detail.acceptance).toContainText(/^Accepted by Ada Invented, .* or earlier when a value moves in Maple/)
  await expect(detail.acceptance).toContainText(reason)
  await actor.press(detail.decide)
  await expect(app.page.getByRole('heading', { name: 'Nothing is accepted' })).toBeVisible()
  await actor.press(app.page.getByRole('button', { name: 'Show open discrepancies' }))
  await expect(list.row(plantedLabel)).toBeVisible()
})

test('a value that moves brings an accepted difference back at the next sync, with its history', async ({
  app,
  screens,
  paired,
}) => {
  const { list, detail } = screens
  await list.decide(plantedLabel)
  await list.accept(reason)
  await expect(list.row(plantedLabel)).toHaveCount(0)
  const client = await app.rpc()

  // Nothing has moved: it stays away.
  await syncAgain(client)
  await expect(app.page.getByRole('heading', { name: 'No open discrepancies' })).toBeVisible()

  const shift = paired.right.all().find(({ ownId }) => ownId === 'rota-12')
  if (!shift) throw new Error('The rota holds no shift 12')
  paired.right.put({ ...shift, label: 'Early, moved to ward 3', version: '2' })
  await syncAgain(client)
  await expect(list.row('Field differs: shift')).toBeVisible()
  await expect(list.acceptedSwitch).toHaveCount(0)
  await list.open('Field differs: shift')
  await expect(detail.acceptance).toContainText(/^Was accepted by Ada Invented, .* A value has moved since\./)
})

test('a difference that changes while the reason is written is left to be looked at again, and the reason is kept', async ({
  app,
  screens,
  paired,
}) => {
  const { actor, list } = screens
  const why = list.acceptDialog.getByRole('textbox', { name: 'Why it is right as it is' })
  const yes = list.acceptDialog.getByRole('button', { name: /^Accept/ })
  await list.decide(plantedLabel)
  await actor.type(why, reason)
  const shift = paired.right.all().find(({ ownId }) => ownId === 'rota-12')
  if (!shift) throw new Error('The rota holds no shift 12')
  paired.right.put({ ...shift, label: 'Early, cancelled', version: '2' })
  await syncAgain(await app.rpc())
  await actor.press(yes)
  await expect(list.toast).toContainText('It changed since you opened this, so nothing was accepted; look at it again.')
  await expect(list.acceptDialog).toHaveCount(0)
  await expect(list.acceptedSwitch).toHaveCount(0)

  await list.decide('Field differs: shift')
  await expect(why).toHaveValue(reason)
  await actor.press(yes)
  await expect(app.page.getByRole('heading', { name: 'No open discrepancies' })).toBeVisible()
})

test('after a decision in the detail the next one stands there', async ({ app, screens, paired }) => {
  const { actor, list, detail } = screens
  const shift = paired.right.all().find(({ ownId }) => ownId === 'rota-14')
  if (!shift) throw new Error('The rota holds no shift 14')
  paired.right.put({ ...shift, label: 'Late, on call', version: '2' })
  await syncAgain(await app.rpc())
  await expect(list.note).toHaveText('2 discrepancies')

  const words = async (part: Locator): Promise<string> => (await part.textContent()) ?? ''
  await list.open(plantedLabel)
  await expect(detail.panel).toContainText('1 of 2')
  const first = await words(detail.panel.getByRole('heading', { level: 2 }).locator('xpath=../..'))
  await actor.press(detail.decide)
  await list.accept(reason, '1 month at most')
  await expect(detail.panel).toContainText('1 of 1')
  expect(await words(detail.panel.getByRole('heading', { level: 2 }).locator('xpath=../..'))).not.toBe(first)
  await expect(detail.panel).toBeFocused()
})
