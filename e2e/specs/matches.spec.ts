import { fromMs, Instant, toMs } from '#contract/time'
import type { SandboxShift } from '../../src-main/connectors/maple/sandbox.ts'
import type { screensOf } from '../screens/screens-fixture.ts'
import { type LoopbackSystems, systemNames } from '../world/hosted-systems.ts'
import { expect, test } from '../world/systems-fixture.ts'

type Screens = ReturnType<typeof screensOf>

/**
 * One shift that names nothing in either system, with another name in the second, and one there that begins 30 minutes
 * later: the rule takes the first and has the other as its runner-up. The two in the second system meet each other.
 */
function plantWithoutIds({ left, right }: LoopbackSystems): void {
  const [first] = left.all()
  const [second] = right.all()
  if (!first || !second) throw new Error('the systems hold no shift')
  const later = ({ start, end }: SandboxShift, minutes: number) => ({
    start: fromMs(toMs(Instant.parse(start)) + minutes * 60_000),
    end: fromMs(toMs(Instant.parse(end)) + minutes * 60_000),
  })
  const worker = { id: 'w-lone', firstName: 'Wilma', lastName: 'Unlinked' }
  const shared = { otherId: null, worker, ...later(first, 240) }
  left.put({ ...first, ...shared, ownId: 'maple-lone', label: 'Night, ward 9' })
  right.put({ ...second, ...shared, ownId: 'rota-near', label: 'Night, ward nine' })
  right.put({ ...second, otherId: null, worker, ...later(first, 270), ownId: 'rota-later', label: 'Night, ward 9' })
}

/** Syncs the planted shifts in, and lists what concerns their worker. */
async function showPlanted(screens: Screens): Promise<void> {
  const { actor, facilities, frame, list } = screens
  await frame.go('Facilities')
  await actor.press(facilities.syncNow)
  await expect(facilities.side(systemNames.right)).toContainText('42 records', { timeout: 20_000 })
  await frame.go('Discrepancies')
  await actor.type(list.search, 'Unlinked')
  await expect(list.rows).toHaveCount(3)
}

test('a guess shows its points and its runner-up, which takes its place where it is forbidden', async ({
  screens,
  paired,
}) => {
  const { actor, detail, list, matches } = screens
  plantWithoutIds(paired)
  await showPlanted(screens)
  await expect(list.row('Field differs: shift')).toContainText('Guess')
  await list.open('Field differs: shift')
  await expect(matches.found).toContainText('Guess')
  await expect(matches.found).toContainText('95 of 100')
  await expect(matches.found).toContainText('Next best for Maple maple-lone: Northgate rota rota-later')
  const points = await matches.found.getByRole('row').allTextContents()
  const given = points.slice(0, -2).map((row) => Number(/(\d+) of \d+/.exec(row)?.[1]))
  expect(given.reduce((sum, one) => sum + one, 0)).toBe(95)

  await actor.press(matches.found.getByRole('button', { name: 'Not the same' }))
  await expect(matches.dialog).toContainText(
    'Then Maple maple-lone would be matched with Northgate rota rota-later instead',
  )
  await expect(matches.dialog.getByRole('button', { name: 'Not the same' })).toBeDisabled()
  await matches.decide('Not the same', 'Wilma worked on ward nine only')
  await expect(matches.dialog).toHaveCount(0)
  await actor.press(detail.close)
  await expect(list.row('Time differs')).toHaveCount(1)

  await list.open('Missing in Maple')
  await expect(matches.candidate('maple-lone')).toContainText('Ada Invented')
  await actor.press(matches.candidate('maple-lone').getByRole('button', { name: 'Take it back' }))
  await matches.decide('Take it back', 'Read the wrong week')
  await expect(matches.dialog).toHaveCount(0)
  // Without that word the rule finds what it found at first.
  await expect(detail.panel).toContainText('Resolved.')
  await actor.press(detail.close)
  await expect(list.row('Field differs: shift')).toHaveCount(1)
  await expect(list.row('Time differs')).toHaveCount(0)
})

test('a lone record is pinned to what a person says it is, and the pair stands in the list of those without ids', async ({
  screens,
  paired,
}) => {
  const { actor, detail, facilities, frame, list, matches } = screens
  plantWithoutIds(paired)
  await showPlanted(screens)
  await list.open('Missing in Maple')
  await expect(matches.candidate('maple-lone')).toContainText('rota-near')
  await actor.press(matches.candidate('maple-lone').getByRole('button', { name: 'They are the same' }))
  await matches.decide('They are the same', 'The ward says so')
  await expect(matches.dialog).toHaveCount(0)
  await actor.press(detail.close)
  await list.open('Time differs')
  await expect(matches.found).toContainText('Decided')
  await expect(matches.found).toContainText(/Ada Invented said on .+ that they are the same/)
  await expect(matches.found).toContainText('The ward says so')

  await frame.go('Facilities')
  await actor.press(facilities.pairing.getByRole('link', { name: 'Pairs without ids' }))
  await expect(matches.pair('rota-later')).toContainText('Decided')
  await expect(matches.decisions.getByRole('listitem')).toHaveCount(1)
  await actor.press(matches.pair('rota-later').getByRole('button', { name: 'Take it back' }))
  await matches.decide('Take it back', 'No longer sure')
  await expect(matches.decisions).toHaveCount(0)
  await expect(matches.pair('rota-near')).toContainText('Guess')
})

test('a pair found by its ids says so quietly and offers nothing to decide', async ({ screens, paired }) => {
  expect(paired.left.all().length).toBe(40)
  const { frame, list, matches } = screens
  await frame.go('Discrepancies')
  await list.open('Field differs: shift')
  await expect(matches.found).toContainText('By the ids they carry: Maple maple-12 and Northgate rota rota-12.')
  await expect(matches.found.getByRole('button')).toHaveCount(0)
  await expect(matches.links).toHaveCount(0)
})
