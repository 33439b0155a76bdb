import { ConnectorId } from '#contract/ids'
import { ZoneId } from '#contract/time'
import { expect, test } from '../screens/screens-fixture.ts'

test.use({ workspace: 'own' })

const [lost, next] = ['four invented words here', 'five other invented words here']
const facility = 'Invented House'

test('twelve words open a workspace whose passphrase is lost, and only its keys are asked for again', async ({
  app,
  screens,
}) => {
  const { actor, connections, frame, gate, recovery } = screens
  const { page } = app
  let words: string[] = []

  await test.step('the words are shown once and two of them are asked for', async () => {
    await gate.setUp({ name: 'Ada Invented', passphrase: lost, phrase: 'left-open' })
    await expect(gate.title).toHaveText('Keep a recovery phrase')
    await actor.press(recovery.make)
    words = await recovery.read()
    await actor.press(recovery.written)
    await expect(recovery.list).toHaveCount(0)
    await recovery.confirm([...words].reverse())
    await actor.press(recovery.keep)
    await expect(page.getByText(/Word \d+ is another one\./).first()).toBeVisible()
    await recovery.confirm(words)
    await actor.press(recovery.keep)
    await actor.press(recovery.done)
    await expect(frame.places).toBeVisible()
    await expect(page.getByText('No recovery phrase is kept.')).toHaveCount(0)
    const stored = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href, history.state]),
    )
    expect(words.filter((word) => stored.includes(`${word} `) || stored.includes(`"${word}"`))).toEqual([])
  })

  await test.step('after a lock nothing of it stays on the page', async () => {
    const core = await app.rpc()
    await core.facilities.save({ name: facility, zone: ZoneId.parse('Europe/London') })
    await core.connections.save({
      connectorId: ConnectorId.parse('maple'),
      name: 'Maple',
      environment: 'test',
      settings: {
        getUrl: 'https://shifts.example/get',
        ownIdField: 'id',
        crossReferenceField: 'attributes.externalShiftId',
        authHeaderName: 'x-api-key',
        facilityIds: 'house-1',
      },
      secrets: { authHeaderValue: 'canary-key-of-the-specs' },
    })
    await frame.go('Facilities')
    await expect(page.getByRole('region', { name: facility })).toBeVisible()
    await actor.press(frame.lock)
    await expect(gate.title).toHaveText('Unlock this workspace')
    expect(await page.content()).not.toContain(facility)
  })

  await test.step('five wrong passphrases cost a wait', async () => {
    for (let tries = 0; tries < 5; tries++) await gate.tryWrong('not this passphrase')
    await expect(gate.alert).toContainText('Too many wrong passphrases')
    await expect(page.getByRole('timer')).toHaveText(/^Unlock in \d+ seconds$/)
    await actor.type(gate.passphrase, lost)
    await expect(gate.unlockButton).toBeDisabled()
  })

  await test.step('a mistyped word is named by its place, then the phrase opens the workspace', async () => {
    await actor.press(gate.openWithPhrase)
    await expect(gate.title).toHaveText('Open with the recovery phrase')
    await gate.recover(words.with(2, 'nosuchword'), next)
    await expect(gate.alert).toContainText('word 3 is not one of the words')
    await gate.recover(words, next)
    await expect(page.getByRole('heading', { level: 1, name: 'Connections' })).toBeVisible()
    await expect(page.getByText('Enter the key of each connection anew')).toBeVisible()
  })

  await test.step('what was set up is there, and the key of the connection is asked for', async () => {
    await actor.press(page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'Maple' }))
    await expect(connections.key).toBeVisible()
    await expect(connections.replaceKey).toHaveCount(0)
    await frame.go('Facilities')
    await expect(page.getByRole('region', { name: facility })).toBeVisible()
    expect((await (await app.rpc()).workspace.info({})).operator).toBe('Ada Invented')
  })

  await test.step('at the next start the new passphrase opens it', async () => {
    await app.relaunch()
    await gate.unlock(next)
    await expect(frame.places).toBeVisible()
  })
})
