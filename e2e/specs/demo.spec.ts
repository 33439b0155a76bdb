import { expect, test } from '../screens/screens-fixture.ts'
import { expectedRows, worldOf } from '../world/demo-truth.ts'

const inOrder = (rows: readonly { kind: string; facility: string; who: string; when: string }[]): string[] =>
  rows.map(({ kind, facility, who, when }) => [kind, facility, who, when].join(' | ')).sort()

/** The zone's short name at the end of a shown time is the page's own addition. */
const withoutZone = (when: string): string => when.replace(/ [A-Z]{3,4}(?= to |$)/g, '')

test.describe('planted by the start itself, and read by the syncs that it begins', () => {
  test.use({ demo: 'new' })

  test('the demo shows exactly the discrepancies that were planted in it', async ({ app, screens }) => {
    const world = await worldOf(app.folder)
    const { now } = await (await app.rpc()).workspace.info({})
    const expected = expectedRows(world, now)
    await expect.poll(() => screens.list.total(), { timeout: 30_000 }).toBe(expected.length)

    const shown = await screens.list.readAll()

    expect(inOrder(shown.map((row) => ({ ...row, when: withoutZone(row.when) })))).toEqual(inOrder(expected))
    await expect(screens.frame.places).toContainText(`${expected.length} open`)
  })
})

test('a shift booked at the partner and never sent to Maple shows nobody at Maple and the worker at the partner', async ({
  app,
  screens,
}) => {
  const world = await worldOf(app.folder)
  const planted = world.planted.find(({ story }) => story.startsWith('created on Maple, booked at the partner'))
  const booked = world.partner.find(({ ownId }) => ownId === planted?.rightKeys[0])
  const worker = `${booked?.worker?.firstName} ${booked?.worker?.lastName}`

  await screens.actor.type(screens.list.search, booked?.ownId ?? '')
  await expect(screens.list.grid).toHaveAttribute('aria-rowcount', '2')
  await screens.list.open('Field differs: worker')

  await expect(screens.detail.title).toHaveText('Field differs: worker')
  expect(await screens.detail.value('Worker', 'Maple')).toBe('nobody')
  expect(await screens.detail.value('Worker', 'Rotaboard')).toBe(worker)
  await expect(screens.detail.panel).toContainText(booked?.label ?? '')
})
