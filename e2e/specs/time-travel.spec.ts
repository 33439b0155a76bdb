import type { Instant } from '#contract/time'
import { fromMs, toMs } from '#contract/time'
import { plantedLabel, syncAgain, systemNames } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

const later = (at: string, minutes: number): Instant => fromMs(Date.parse(at) + minutes * 60_000)

test('list, calendar and detail show each earlier comparison exactly as it was', async ({ app, screens, paired }) => {
  test.slow()
  const { calendar, detail, frame, list, time } = screens
  const core = await app.rpc()

  /** Everything that the three screens show of the moment in view, once the list has got so many. */
  const shown = async (count: number) => {
    await frame.go('Discrepancies')
    await expect(list.note).toHaveText(new RegExp(`^${count} discrepanc`))
    const rows = await list.readAll()
    expect(rows).toHaveLength(count)
    const details: string[] = []
    for (const { kind, who, when } of rows) {
      await list.open(new RegExp(`${kind}.*${who}.*${when}`))
      await expect(detail.title).toHaveText(kind)
      const cells = await detail.panel.getByRole('table', { name: 'Fields on both sides' }).allTextContents()
      details.push([kind, ...cells].join(' | '))
      await screens.actor.press(detail.close)
    }
    await calendar.go()
    await calendar.shown()
    await calendar.drawAs('List')
    await calendar.shown()
    return { rows, details, lines: await calendar.readList() }
  }

  const seen = [await shown(1)]
  const change = async (count: number, how: () => void): Promise<void> => {
    how()
    await syncAgain(core)
    seen.push(await shown(count))
  }
  const shift = (ownId: string, side: 'left' | 'right' = 'right') => {
    const known = paired[side].all().find((one) => one.ownId === ownId)
    if (!known) throw new Error(`${ownId} is not there`)
    return known
  }
  await change(2, () => {
    const moved = shift('rota-11')
    paired.right.put({ ...moved, start: later(moved.start, 30), version: '2' })
  })
  await change(3, () => paired.right.remove('rota-10'))
  await change(1, () => {
    const planted = shift('maple-12', 'left')
    paired.left.put({ ...planted, label: 'Shift 12', version: '2' })
    const moved = shift('rota-11')
    paired.right.put({ ...moved, start: later(moved.start, -30), version: '3' })
  })

  expect(seen.map(({ rows }) => rows.map(({ kind }) => kind).sort())).toEqual([
    ['Field differs: shift'],
    ['Field differs: shift', 'Time differs'],
    ['Field differs: shift', `Missing in ${systemNames.right}`, 'Time differs'],
    [`Missing in ${systemNames.right}`],
  ])
  await expect(time.words).toHaveCount(0)
  for (const [at, earlier] of [...seen.entries()].slice(0, -1).reverse()) {
    await time.before()
    await expect(time.words).toBeVisible()
    expect(await shown(earlier.rows.length), `the comparison number ${at + 1}`).toEqual(earlier)
  }

  // Nothing can be decided about what was.
  await frame.go('Discrepancies')
  await list.open(plantedLabel)
  await expect(detail.decide).toBeDisabled()
  await expect(detail.panel).toContainText('A snapshot is in view.')
  await time.backToNow()
  await expect(time.words).toHaveCount(0)
  expect(await shown(1)).toEqual(seen.at(-1))
})

test('the list goes back to an earlier comparison by its own bar, with what is open in it, and comes back to now', async ({
  app,
  screens,
  paired,
}) => {
  const { detail, frame, list, time } = screens
  const { page } = app
  const [moved] = paired.right.all().filter(({ ownId }) => ownId === 'rota-13')
  if (!moved) throw new Error('The rota holds no shift 13')
  paired.right.put({ ...moved, label: 'Late, on call', version: '2' })
  await syncAgain(await app.rpc())
  await frame.go('Discrepancies')
  await expect(list.note).toHaveText('2 discrepancies')
  await list.open(plantedLabel)
  await expect(detail.decide).toBeEnabled()

  await time.before()
  await expect(page).toHaveURL(/[?&]as=/)
  await expect(time.words).toBeVisible()
  await expect(list.note).toHaveText(/^1 discrepancy\b/)
  await expect(list.rows).toHaveCount(1)
  await expect(list.row(plantedLabel)).toBeVisible()
  await expect(detail.decide).toBeDisabled()
  await expect(detail.panel).toContainText('A snapshot is in view.')
  await page.reload()
  await expect(time.words).toBeVisible()
  await expect(list.rows).toHaveCount(1)

  await time.backToNow()
  await expect(page).not.toHaveURL(/[?&]as=/)
  await expect(time.words).toHaveCount(0)
  await expect(list.note).toHaveText('2 discrepancies')
  await expect(list.row('Late, on call')).toBeVisible()
  await expect(detail.decide).toBeEnabled()
})

test('a moment before the first comparison shows nothing, and the way back to now', async ({
  app,
  screens,
  paired,
}) => {
  const { actor, calendar, time } = screens
  expect(paired.left.all().length).toBeGreaterThan(0)
  const [first] = await (await app.rpc()).compares.list({ limit: 1 })
  const before = fromMs(toMs(first?.at ?? fromMs(0)) - 3_600_000)
  await calendar.go()
  await calendar.shown()
  await app.page.goto(app.page.url().replace(/#\/calendar.*/, `#/calendar?as=${before}`))
  await expect(calendar.empty).toContainText(/^Nothing was compared by /)
  await expect(time.words).toBeVisible()
  await actor.press(app.page.getByRole('main').getByRole('button', { name: 'Back to now' }).first())
  await expect(calendar.grid).toBeVisible()
})
