import { ScopeKey } from '#contract/ids'
import { facilityIds, facilityName, plantedLabel, systemNames } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

test('a pairing is given a schedule, which is refused in words where it cannot be kept', async ({
  paired,
  screens,
}) => {
  expect(paired.left.all().length).toBe(40)
  const { actor, facilities, frame } = screens
  const { dialog, pairing, schedule } = facilities
  await frame.go('Facilities')
  await expect(pairing).toContainText('syncs by hand only')

  await test.step('every day at a time of the facility’s clock', async () => {
    await facilities.edit()
    await schedule.choose('Every day at a time')
    await schedule.at('06:30')
    await facilities.save()
    await expect(dialog).toHaveCount(0)
    await expect(pairing).toContainText(/next sync (.+ )?06:30 \((now|in \d+ (min|h))\)/)
  })

  await test.step('an expression that says nothing stays in the form, with the reason beneath it', async () => {
    await facilities.edit()
    await expect(dialog.getByLabel('Every day at')).toHaveValue('06:30')
    await schedule.choose('By a cron expression')
    await actor.type(schedule.expression, '75 7 * * *')
    await expect(schedule.expression).toHaveAccessibleDescription(/minute/i)
    await facilities.save()
    await expect(dialog).toBeVisible()
  })

  await test.step('one that asks too often is refused by the core', async () => {
    await actor.type(schedule.expression, '* * * * *')
    await expect(dialog).toContainText('Every minute, on the facility’s clock')
    await facilities.save()
    await expect(dialog.getByRole('alert')).toContainText('syncs more often than every 5 minutes')
  })

  await test.step('one that can be kept is told in words, kept, and shown again', async () => {
    await actor.type(schedule.expression, '30 6 * * 1-5')
    await expect(dialog).toContainText('At 06:30, Monday through Friday, on the facility’s clock')
    await facilities.save()
    await expect(dialog).toHaveCount(0)
    await facilities.edit()
    await expect(schedule.expression).toHaveValue('30 6 * * 1-5')
  })

  await test.step('and taken away again', async () => {
    await schedule.choose('By hand only')
    await facilities.save()
    await expect(dialog).toHaveCount(0)
    await expect(pairing).toContainText('syncs by hand only')
  })
})

test('the number at a pairing opens the discrepancies of that pairing alone', async ({ app, paired, screens }) => {
  expect(paired.left.all().length).toBe(40)
  const { actor, facilities, frame, list } = screens
  const client = await app.rpc()
  const [first] = await client.pairings.list({})
  if (!first) throw new Error('the systems are not paired')
  const { id: _, ...draft } = first.pairing
  // A second house at the same facility: one shift, with another label in each system.
  const [left] = paired.left.all()
  const [right] = paired.right.all()
  if (!left || !right) throw new Error('the systems hold no shift')
  paired.left.put({ ...left, ownId: 'maple-else', otherId: 'rota-else', facility: 'house-2', label: 'Late' })
  paired.right.put({ ...right, ownId: 'rota-else', otherId: 'maple-else', facility: 'H2', label: 'Night' })
  await client.pairings.save({
    ...draft,
    left: { ...draft.left, scope: ScopeKey.parse('house-2') },
    right: { ...draft.right, scope: ScopeKey.parse('H2') },
  })
  await frame.go('Facilities')
  await expect(facilities.pairing).toHaveCount(2)
  await actor.press(facilities.pairing.filter({ hasText: 'house-2' }).getByRole('button', { name: 'Sync now' }))
  await expect(facilities.pairing.getByRole('link', { name: '1 discrepancy' })).toHaveCount(2, { timeout: 20_000 })

  await actor.press(
    facilities.pairing.filter({ hasText: facilityIds.left }).getByRole('link', { name: '1 discrepancy' }),
  )
  const only = list.chip(`Only ${systemNames.left} and ${systemNames.right}`)
  await expect(only).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => list.total()).toBe(1)
  await expect(list.row(plantedLabel)).toHaveCount(1)
  expect(await list.readAll()).toMatchObject([{ facility: facilityName, kind: 'Field differs: shift' }])
  await actor.press(only)
  await expect(only).toHaveCount(0)
  await expect.poll(() => list.total()).toBe(2)
})
