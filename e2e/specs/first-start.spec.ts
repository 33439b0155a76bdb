import { facilityIds, facilityName, plantedLabel, systemNames } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

const passphrase = 'four invented words here'

test('a newcomer sets up a workspace, connects two systems and sees where they disagree', async ({
  app,
  screens,
  systems,
}) => {
  const { actor, gate, frame, connections, facilities, list } = screens
  const { page } = app
  const entryOf = (side: 'left' | 'right') => ({
    name: systemNames[side],
    listUrl: systems[side].listUrl ?? '',
    getUrl: systems[side].getUrl,
    crossReference: side === 'left' ? 'attributes.externalShiftId' : 'attributes.mapleShiftId',
    header: systems.auth.header,
    key: systems.auth.value,
    facilityIds: facilityIds[side],
  })

  await test.step('the passphrase is asked twice and both must agree', async () => {
    await expect(gate.title).toHaveText('Set up this workspace')
    await gate.setUp({ name: 'Ada Invented', passphrase, again: 'another passphrase' })
    await expect(page.getByText('The two entries differ.')).toBeVisible()
    await gate.setUp({ name: 'Ada Invented', passphrase })
    await expect(page.getByRole('heading', { name: 'Find where two schedules disagree' })).toBeVisible()
  })

  await test.step('a facility is added', async () => {
    await frame.go('Facilities')
    await facilities.addFacility({ name: facilityName, zone: 'Europe/London' })
    await expect(page.getByRole('region', { name: facilityName })).toContainText('Europe/London')
  })

  await test.step('a wrong key is told in words, then the right one passes', async () => {
    await frame.go('Connections')
    await connections.begin('Maple shifts')
    await connections.fill({ ...entryOf('left'), key: 'wrong-key-of-the-specs' })
    await actor.press(connections.test)
    await expect(connections.step('Reach the server')).toContainText('passed')
    await expect(connections.step('Sign in')).toContainText('did not pass')
    await expect(connections.step('Sign in')).toContainText(/key/i)
    await expect(connections.step('Read one page of the list')).toContainText('skipped')
    await actor.type(connections.key, systems.auth.value)
    await actor.press(connections.test)
    await expect(connections.form.getByText('The connection works as entered.')).toBeVisible()
  })

  await test.step('what is saved never shows its key again', async () => {
    await actor.press(connections.save)
    await expect(connections.replaceKey).toBeVisible()
    const shown = await page.evaluate(() => [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
      location.href,
    ])
    expect(shown.join('\n')).not.toContain(systems.auth.value)
    await page.reload()
    await expect(connections.replaceKey).toBeVisible()
    expect(await page.content()).not.toContain(systems.auth.value)
  })

  await test.step('"Ready for Maple?" runs each check on the partner', async () => {
    await connections.begin('Maple shifts')
    await connections.fill(entryOf('right'))
    await actor.press(connections.save)
    await expect(connections.replaceKey).toBeVisible()
    await actor.press(connections.check('Ready for Maple?'))
    for (const title of ['Response shape', 'Date filters in UTC', 'Facility filter', 'Paging', 'Get equals List']) {
      await expect(connections.checkStep(title)).toContainText('passed')
    }
    await expect(connections.checkStep('Unknown id gives 404')).toContainText('passed')
    await expect(connections.checkStep('Authentication enforced')).toContainText('passed')
    await expect(page.getByText('Every check passed.')).toBeVisible()
  })

  await test.step('both systems are paired, and a sync is seen while it reads', async () => {
    await frame.go('Facilities')
    await facilities.addPairing({
      facility: facilityName,
      left: { connection: systemNames.left, scope: facilityIds.left },
      right: { connection: systemNames.right, scope: facilityIds.right },
    })
    await expect(facilities.pairing).toContainText('Never compared')
    systems.slowDown(300)
    await actor.press(facilities.syncNow)
    await expect(facilities.pairing).toContainText('Reading both systems')
    await expect(facilities.pairing).toContainText(/[1-4] pages?/)
    await expect(frame.status).toContainText(/reading (Maple|Northgate rota), page \d/)
    await expect(facilities.pairing).toContainText('1 discrepancy')
    await expect(facilities.side(systemNames.right)).toContainText('40 records, read completely')
    systems.slowDown(0)
  })

  await test.step('the discrepancy is in the list', async () => {
    await frame.go('Discrepancies')
    expect(await list.readAll()).toMatchObject([{ kind: 'Field differs: shift', facility: facilityName }])
    await expect(list.row(plantedLabel)).toBeVisible()
  })

  await test.step('after a new start only the passphrase opens it', async () => {
    await app.relaunch()
    await expect(gate.title).toHaveText('Unlock this workspace')
    await gate.unlock('not this passphrase')
    await expect(page.getByText('This passphrase does not open the workspace.')).toBeVisible()
    await gate.unlock(passphrase)
    await frame.go('Discrepancies')
    await expect(list.row(plantedLabel)).toBeVisible()
  })
})
