import type { CalendarLine } from '../screens/calendar-screen.ts'
import { expect, test } from '../screens/screens-fixture.ts'
import { expectedRows, worldOf } from '../world/demo-truth.ts'

const isQuiet = ({ state }: CalendarLine): boolean => state === 'In sync' || state === 'Not judged'

/** The zone's short name at the end of a shown time is the page's own addition. */
const withoutZone = (when: string): string => when.replace(/ [A-Z]{3,4}(?= to |$)/g, '')

test('what is planted in the demo stands in its lane and at its time', async ({ app, screens }) => {
  test.slow()
  const { actor, calendar, frame } = screens
  const { page } = app
  const world = await worldOf(app.folder)
  const core = await app.rpc()
  await calendar.go()
  await calendar.settled(core)
  const { now } = await core.workspace.info({})
  const expected = expectedRows(world, now)
  await calendar.drawAs('List')
  await calendar.view('Month')
  await calendar.toggleLayer('In sync')
  await calendar.shown()
  const thisMonth = (await calendar.heading.textContent()) ?? ''
  const ids = new Map<string, string>((await core.facilities.list({})).map(({ id, name }) => [name, id]))

  for (const { name } of world.facilities) {
    await actor.choose(frame.facility, name)
    await expect(page).toHaveURL(new RegExp(`facility=${ids.get(name)}`))
    await calendar.turn('today')
    await expect(calendar.heading).toHaveText(thisMonth)
    // The window reaches from a week back to four weeks ahead: never over more than three months.
    await calendar.turn('earlier')
    await expect(calendar.heading).not.toHaveText(thisMonth)
    const lines: CalendarLine[] = []
    for (let months = 0; months < 3; months++) {
      await calendar.shown()
      const title = (await calendar.heading.textContent()) ?? ''
      if ((await calendar.list.count()) > 0) lines.push(...(await calendar.readList()))
      await calendar.turn('later')
      await expect(calendar.heading).not.toHaveText(title)
    }
    const found = lines.filter((line) => !isQuiet(line))
    const planted = expected.filter((row) => row.facility === name)
    const missed = planted.filter(
      ({ kind, who, when }) =>
        !found.some(
          (line) =>
            line.state === kind &&
            line.lane.split(' / ').includes(who === 'nobody' ? 'Unassigned' : who) &&
            (kind === 'Double-booked' || [line.left, line.right].map(withoutZone).includes(when)),
        ),
    )
    expect(missed, `of ${name} not in the calendar`).toEqual([])
    const known = new Set(planted.map(({ kind }) => kind))
    expect(
      found.filter(({ state }) => !known.has(state)),
      `in the calendar of ${name}, and not planted`,
    ).toEqual([])
  }
})

test('the list tells what the grid tells: the same discrepancies, one after the other', async ({ app, screens }) => {
  test.slow()
  const { actor, calendar, detail } = screens
  await calendar.go()
  await calendar.settled(await app.rpc())

  /** What `j` walks through: the kind of each discrepancy, who it is about and when. */
  const walk = async (): Promise<string[]> => {
    await calendar.leaveFields()
    await actor.key('j')
    await expect(detail.place).toHaveText(/^1 of \d+$/)
    const count = Number(/\d+$/.exec((await detail.place.textContent()) ?? '')?.[0])
    const seen: string[] = []
    for (let at = 1; at <= count; at++) {
      await expect(detail.place).toHaveText(`${at} of ${count}`)
      seen.push(
        [await detail.title.textContent(), await detail.panel.locator('header p').allTextContents()].flat().join(', '),
      )
      await actor.key('j')
    }
    await actor.key('Escape')
    await expect(detail.panel).toHaveCount(0)
    return seen
  }
  const inGrid = await walk()
  expect(inGrid.length).toBeGreaterThan(5)
  await calendar.drawAs('List')
  await expect(calendar.list).toBeVisible()
  const inList = await walk()
  expect(inList.toSorted()).toEqual(inGrid.toSorted())
})

test('pages turn by the week and back to today, and the grid zooms in and out', async ({ app, screens }) => {
  const { calendar } = screens
  const { page } = app
  await calendar.go()
  await calendar.settled(await app.rpc())
  const thisWeek = await calendar.heading.textContent()
  await calendar.turn('later')
  await expect(calendar.heading).not.toHaveText(thisWeek ?? '')
  await expect(page).toHaveURL(/date=/)
  await calendar.turn('earlier')
  await expect(calendar.heading).toHaveText(thisWeek ?? '')
  await calendar.turn('later')
  await calendar.turn('today')
  await expect(calendar.heading).toHaveText(thisWeek ?? '')

  await calendar.shown()
  const width = () => calendar.grid.evaluate((element) => element.scrollWidth)
  const fit = await width()
  await calendar.zoom('in')
  await expect.poll(width).toBeGreaterThan(fit)
  await calendar.zoom('out')
  await expect.poll(width).toBe(fit)
})

test('overlay, filters and what is open stand in the address and survive a reload', async ({ app, screens }) => {
  const { actor, calendar, detail } = screens
  const { page } = app
  await calendar.go()
  await calendar.settled(await app.rpc())
  await calendar.drawAs('Overlay')
  await expect(page).toHaveURL(/mode=overlay/)

  // Something is planted as another worker, label or time in every week of the demo.
  const differs = calendar.chip(/ differs/).first()
  await actor.press(differs)
  await expect(differs).toHaveAttribute('aria-pressed', 'true')
  await expect(page).toHaveURL(/kinds=/)
  await calendar.leaveFields()
  await actor.key('j')
  await expect(detail.title).toHaveText(/^(Time|Field) differs/)
  const title = await detail.title.textContent()
  await expect(page).toHaveURL(/open=/)
  const address = page.url()
  await page.reload()
  await expect(detail.title).toHaveText(title ?? '')
  expect(page.url()).toBe(address)
  await actor.key('Escape')
  await expect(detail.panel).toHaveCount(0)
})

test('a cell of the month leads to its day, and a thing in sync opens what both systems store', async ({
  app,
  screens,
}) => {
  const { actor, calendar, detail } = screens
  const { page } = app
  await calendar.go()
  await calendar.settled(await app.rpc())
  await calendar.view('Month')
  await calendar.shown()
  const cell = calendar.cells(/ open/).first()
  const name = (await cell.getAttribute('aria-label')) ?? ''
  const day = /^\w{3} \d+ \w{3}/.exec(name)?.[0] ?? ''
  await calendar.openCell(name)
  await expect(calendar.heading).toContainText(day)
  await expect(calendar.grid).toBeVisible()

  await calendar.drawAs('List')
  await calendar.shown()
  const quiet = (await calendar.readList()).find(({ state }) => state === 'In sync')
  expect(quiet, 'something agrees on that day').toBeDefined()
  await calendar.openLine('In sync')
  await expect(detail.title).toHaveText('In sync')
  await expect(detail.panel.getByRole('button', { name: 'Copy the id in Maple' })).toBeVisible()
  await expect(detail.panel.getByRole('button', { name: 'Copy the id in Rotaboard' })).toBeVisible()
  await expect(detail.storedOf('Maple')).toBeVisible()

  // An old link may name what is stored no more.
  await page.evaluate(() => location.assign(location.hash.replace(/thing=[^&]+/, 'thing=l999999')))
  await expect(detail.panel).toContainText('No longer stored')
  await actor.press(detail.panel.getByRole('button', { name: 'Close the detail' }).first())
  await expect(detail.panel).toHaveCount(0)
})

test('filters that hide everything say so and are cleared, and an empty week says where something stands', async ({
  app,
  screens,
}) => {
  const { actor, calendar } = screens
  await calendar.go()
  await calendar.settled(await app.rpc())
  await actor.type(calendar.laneSearch, 'nobody is called like this')
  await expect(calendar.empty).toHaveText('The filters hide everything')
  await actor.press(calendar.clearFilters)
  await expect(calendar.grid).toBeVisible()

  await app.page.goto(app.page.url().replace(/#\/calendar.*/, '#/calendar?date=2031-05-05'))
  await expect(calendar.empty).toContainText(/^Not read: 5 to 11 May 2031/)
})
