import type { FaultOptions } from '../../src-main/connectors/kit/sandbox.ts'
import type { MapleFault } from '../../src-main/connectors/maple/sandbox.ts'
import { plantedLabel, systemNames } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

type Fault = {
  name: string
  fault: MapleFault
  options?: FaultOptions
  /** What the person reads at the system that went wrong, and over the list. */
  says: RegExp
  ends: 'Failed' | 'Read in part'
}

const faults: readonly Fault[] = [
  {
    name: 'an emptied right side',
    fault: 'empty-list',
    says: /No records came where there were 40 before/,
    ends: 'Failed',
  },
  { name: 'a cut connection', fault: 'cut-connection', says: /cut|broke|ended/i, ends: 'Failed' },
  { name: 'a login page answered as 200', fault: 'login-page', says: /web page|sign-in/i, ends: 'Failed' },
  {
    name: 'a connection cut on page 3',
    fault: 'cut-connection',
    options: { fromPage: 3 },
    says: /read in part/i,
    ends: 'Read in part',
  },
]

for (const { name, fault, options, says, ends } of faults) {
  test(`${name} makes nothing missing and is told at the system's name`, async ({ app, screens, paired }) => {
    const { actor, frame, list, facilities } = screens
    await frame.go('Discrepancies')
    await expect(list.row(plantedLabel)).toBeVisible()
    paired.right.setFault(fault, options)
    // Maple has a new shift by now: a read that went wrong proves nothing about it.
    const [old] = paired.left.all()
    if (!old) throw new Error('Maple holds no shift')
    paired.left.put({ ...old, ownId: 'maple-new', otherId: null, label: 'Brand new shift' })

    await frame.go('Facilities')
    await actor.press(facilities.syncNow)
    await expect(facilities.side(systemNames.right)).toContainText(says, { timeout: 20_000 })
    await expect(facilities.syncNow).toBeEnabled()

    await frame.go('Discrepancies')
    await expect(list.warnings.filter({ hasText: systemNames.right })).toContainText(says)
    await expect(list.row(plantedLabel)).toBeVisible()
    await expect(list.row('Missing in')).toHaveCount(0)
    const { byKind } = await (await app.rpc()).discrepancies.counts({ filter: {} })
    expect([byKind['only-left'], byKind['only-right']]).toEqual([undefined, undefined])

    await frame.go('Runs')
    const run = app.page.getByRole('article', { name: 'Run' })
    await expect(run).toContainText(ends)
    await expect(run).toContainText(systemNames.right)

    paired.right.setFault(null)
    await actor.press(run.getByRole('button', { name: 'Retry' }))
    await frame.go('Discrepancies')
    await expect(list.row(`Missing in ${systemNames.right}`)).toHaveCount(1)
    await expect(list.row(plantedLabel)).toBeVisible()
    await expect(list.warnings).toHaveCount(0)
  })
}

test('a running sync is cancelled and the last complete reads stay in view', async ({ screens, paired }) => {
  const { actor, frame, list, facilities } = screens
  paired.right.setFault('hang')
  await frame.go('Facilities')
  await actor.press(facilities.syncNow)
  await expect(facilities.pairing).toContainText('Reading both systems')
  await expect(facilities.pairing).toContainText('The last complete reads stay in view.')
  await actor.press(facilities.cancel)

  await expect(facilities.pairing).toContainText('Cancelled.')
  await expect(facilities.pairing).toContainText('the last complete data stands')
  await expect(facilities.side(systemNames.right)).toContainText('40 records, read completely')
  await expect(facilities.syncNow).toBeEnabled()
  await frame.go('Discrepancies')
  await expect(list.row(plantedLabel)).toBeVisible()
  await expect(list.row('Missing in')).toHaveCount(0)
})

test('a read that looks wrong is taken over only when a person accepts it with a reason', async ({
  screens,
  paired,
}) => {
  const { actor, frame, list, facilities } = screens
  // The facility closes: most of its shifts are really gone at the partner.
  for (const { ownId } of paired.right.all().slice(5)) paired.right.remove(ownId)
  await frame.go('Facilities')
  await actor.press(facilities.syncNow)
  const side = facilities.side(systemNames.right)
  await expect(side).toContainText('Read not taken over')
  await expect(side).toContainText('5 records came, but too many of the 40 that were there before are not among them')
  await frame.go('Discrepancies')
  await expect(list.row('Missing in')).toHaveCount(0)

  await frame.go('Facilities')
  await facilities.acceptRead(systemNames.right, 'The house closes on Monday; the rota is right.')
  await expect(side).toContainText('You accepted this read')
  await actor.press(facilities.syncNow)
  await expect(side).toContainText('5 records, read completely')
  await frame.go('Discrepancies')
  await expect(list.row(`Missing in ${systemNames.right}`).first()).toBeVisible()
  // All but the five that are left lie in the judged window.
  const missing = (await list.readAll()).filter(({ kind }) => kind === `Missing in ${systemNames.right}`)
  expect(missing).toHaveLength(35)
})
