import { fromMs } from '#contract/time'
import type { SandboxShift } from '../../src-main/connectors/maple/sandbox.ts'
import { type LoopbackSystems, syncAgain, systemNames } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

const hour = 3_600_000

/** Shift 25 as its worker's second one: from four hours after shift 20 begins, in both systems, tied by these ids. */
function bookTwice({ left, right }: LoopbackSystems, tied: boolean): void {
  for (const [sandbox, id] of [
    [left, 'maple'],
    [right, 'rota'],
  ] as const) {
    const named = (n: number): SandboxShift => {
      const shift = sandbox.all().find(({ ownId }) => ownId === `${id}-${n}`)
      if (!shift) throw new Error(`there is no ${id}-${n}`)
      return shift
    }
    const { start, end } = named(20)
    const later = (text: string) => fromMs(Date.parse(text) + 4 * hour)
    const second = { ...named(25), start: later(start), end: later(end) }
    sandbox.put(tied ? second : { ...second, otherId: null })
  }
}

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
})

test('a double booking shows both shifts, which systems hold them, and the time they share', async ({
  app,
  paired,
  screens,
}) => {
  const { actor, detail, frame, list } = screens
  bookTwice(paired, true)
  await syncAgain(await app.rpc())
  await frame.go('Discrepancies')
  await expect(list.row('Double-booked')).toHaveCount(1)
  await list.open('Double-booked')
  await expect(detail.title).toHaveText('Double-booked')
  const both = `${systemNames.left} and ${systemNames.right}`
  await expect(detail.meeting.getByText(both)).toHaveCount(2)
  for (const text of ['Shift 20', 'maple-20, rota-20', 'Shift 25', 'maple-25, rota-25']) {
    await expect(detail.meeting.getByText(text, { exact: true })).toBeVisible()
  }
  await expect(detail.meeting).toContainText(/Both at once: .+\(4 h, still to come\)/)
  await expect(detail.panel).toContainText(/Quilla Demonstrator is booked twice from .+: Shift 20 and Shift 25\./)
  await expect(detail.panel).toContainText('they take the same time of the same worker')
  await expect(detail.table, 'nothing is compared between two different shifts').toHaveCount(0)

  await detail.copy('All ids')
  expect((await app.page.evaluate(() => navigator.clipboard.readText())).split('\n')).toEqual([
    'Maple: maple-20',
    'Maple: maple-25',
    'Northgate rota: rota-20',
    'Northgate rota: rota-25',
  ])
  const stored = detail.storedOf(systemNames.right)
  await actor.press(stored.locator('summary'))
  await expect(stored).toContainText('2 records')
  const records = JSON.parse((await stored.locator('pre').textContent()) ?? '') as { id: string }[]
  expect(records.map(({ id }) => id)).toEqual(['rota-20', 'rota-25'])

  await actor.key('Escape')
  await expect(list.grid).toBeFocused()
  await expect(list.marked).toContainText('Double-booked')
})

test('a double booking that no system holds whole says so, and one that rests on a guess is marked as one', async ({
  app,
  paired,
  screens,
}) => {
  const { actor, detail, frame, list } = screens
  bookTwice(paired, false)
  await syncAgain(await app.rpc())
  await frame.go('Discrepancies')
  await expect(list.row('Double-booked')).toContainText('Guess')
  await list.open('Double-booked')
  await expect(detail.meeting.getByText('Guess')).toHaveCount(1)
  await expect(detail.panel).toContainText('is in part a guess')
  await actor.press(detail.close)

  paired.left.remove('maple-25')
  paired.right.remove('rota-20')
  await syncAgain(await app.rpc())
  await expect(list.row('Double-booked')).not.toContainText('Guess')
  await list.open('Double-booked')
  await expect(detail.meeting.getByText(systemNames.left, { exact: true })).toHaveCount(1)
  await expect(detail.meeting.getByText(systemNames.right, { exact: true })).toHaveCount(1)
  await expect(detail.panel).toContainText('neither system can see it by itself')
})
