import { expect, test } from '../screens/screens-fixture.ts'
import { expectedRows, worldOf } from '../world/demo-truth.ts'
import { plantedLabel, systemNames } from '../world/hosted-systems.ts'
import { test as withSystems } from '../world/systems-fixture.ts'

/** The zone's short name at the end of a shown time is the page's own addition. */
const withoutZone = (when: string): string => when.replace(/ [A-Z]{3,4}(?= to |$)/g, '')

test.describe('the alerts of the demo', () => {
  test.beforeEach(async ({ app, screens }) => {
    await screens.list.settled(await app.rpc())
    await screens.frame.go('Alerts')
  })

  test('are what was planted, double bookings first, each with facility, both systems, time and age', async ({
    app,
    screens,
  }) => {
    const { alerts } = screens
    const world = await worldOf(app.folder)
    const { now } = await (await app.rpc()).workspace.info({})
    const shown = await alerts.readAll()
    const inOrder = (rows: readonly { kind: string; facility: string; who: string; when: string }[]): string[] =>
      rows.map(({ kind, facility, who, when }) => [kind, facility, who, when].join(' | ')).sort()
    const expected = expectedRows(world, now).map((row) => ({
      ...row,
      who: row.who === 'nobody' ? 'Nobody assigned' : row.who,
    }))
    expect(inOrder(shown.map((row) => ({ ...row, when: withoutZone(row.when) })))).toEqual(inOrder(expected))

    const doubled = expected.filter(({ kind }) => kind === 'Double-booked').length
    expect(doubled).toBeGreaterThan(0)
    expect(shown.slice(0, doubled).map(({ kind }) => kind)).toEqual(Array(doubled).fill('Double-booked'))
    expect(shown.slice(doubled).map(({ kind }) => kind)).not.toContain('Double-booked')
    expect(new Set(shown.map(({ left, right }) => `${left}, ${right}`))).toEqual(new Set(['Maple, Rotaboard']))
    for (const { when, firstSeen } of shown) {
      expect(when).toMatch(/ [A-Z]{3,4}$| UTC[+-]\S+$/)
      expect(firstSeen).toMatch(/^(over|now|in .+), first seen /)
    }
    await expect(alerts.badge).toHaveAccessibleName(new RegExp(`${shown.length} waiting, ${doubled} double bookings?$`))
  })

  test('say why they stand where they stand, open their discrepancy and give the focus back', async ({ screens }) => {
    const { actor, alerts, detail } = screens
    await alerts.showWhyOfFirst()
    await expect(alerts.why).toContainText('One person is booked twice at the same time.')
    await expect(alerts.why).toContainText(/Risk \d/i)

    await alerts.openFirst()
    await expect(detail.title).toHaveText('Double-booked')
    await actor.press(detail.next)
    await expect(alerts.rows.nth(1)).toHaveAttribute('data-active', '')
    await actor.key('Escape')
    await expect(detail.panel).toHaveCount(0)
    await expect(alerts.grid).toBeFocused()
  })

  test('go once they are acknowledged, alone or several at once, and stay in Discrepancies', async ({
    app,
    screens,
  }) => {
    const { alerts, frame, list } = screens
    const before = await alerts.total()
    await expect(alerts.badge).toHaveAccessibleName(new RegExp(`${before} waiting, \\d+ double`))
    const said = await alerts.badge.textContent()
    const doubled = Number(/(\d+) double/.exec(said ?? '')?.[1])
    await alerts.acknowledgeFirst()
    await expect.poll(() => alerts.total()).toBe(before - 1)
    await expect(app.page.getByText('quiet until a value moves')).toBeVisible()

    await alerts.selectFirst(3)
    await expect(alerts.selection).toContainText('3 selected')
    await alerts.acknowledgeSelected()
    await expect.poll(() => alerts.total()).toBe(before - 4)
    await expect(alerts.selected).toHaveCount(0)
    const left = Math.max(0, doubled - 4)
    await expect(alerts.badge).toHaveAccessibleName(
      new RegExp(`${before - 4} waiting${left > 0 ? `, ${left} double` : ''}`),
    )

    await frame.go('Discrepancies')
    await expect(frame.places).toContainText(`${before} open`)
    await expect(list.grid).toBeVisible()
  })

  test('go all at once, those of one facility after those of the other, and stay in Discrepancies', async ({
    app,
    screens,
  }) => {
    const { actor, alerts, frame } = screens
    const total = await alerts.total()
    const acknowledgeAllOf = async (facility: string): Promise<number> => {
      await actor.choose(frame.facility, facility)
      await expect.poll(() => alerts.total()).toBeLessThan(total)
      const here = await alerts.total()
      // The badge counts the facility in view, as the list it opens does.
      await expect(alerts.badge).toHaveAccessibleName(new RegExp(`${here} waiting`))
      await alerts.acknowledgeAll()
      await expect(app.page.getByText(`${here} alerts acknowledged: quiet until a value moves.`)).toBeVisible()
      await expect(app.page.getByRole('main').getByRole('heading', { name: 'No alerts' })).toBeVisible()
      return here
    }
    const one = await acknowledgeAllOf('Harbour Lane Clinic')
    await expect(alerts.badge).toHaveAccessibleName(/^Alerts$/)
    expect(await acknowledgeAllOf('Northgate Care Home')).toBe(total - one)
    await expect(alerts.badge).toHaveAccessibleName(/^Alerts$/)
    await frame.go('Discrepancies')
    await expect(frame.places).toContainText(`${total - one} open`)
  })

  test('are those of the facility that the address names', async ({ app, screens }) => {
    const { actor, alerts, frame } = screens
    const all = await alerts.total()
    await actor.choose(frame.facility, 'Harbour Lane Clinic')
    await expect(app.page).toHaveURL(/alerts\?facility=/)
    await expect.poll(() => alerts.total()).toBeLessThan(all)
    const facilities = new Set((await alerts.readAll()).map(({ facility }) => facility))
    expect([...facilities]).toEqual(['Harbour Lane Clinic'])
  })
})

withSystems(
  'a side that fails is an alert of its own until it is read again, and nothing to alert of says what was checked',
  async ({ app, screens, paired }) => {
    const { actor, alerts, facilities, frame } = screens
    const main = app.page.getByRole('main')
    await frame.go('Alerts')
    await expect(alerts.rows).toHaveCount(1)
    await expect(alerts.rows).toContainText(plantedLabel)
    await alerts.acknowledgeFirst()
    await expect(main.getByRole('heading', { name: 'No alerts' })).toBeVisible()
    await expect(main).toContainText(/last comparison of Maple and Northgate rota .+ Both systems were read completely/)
    await expect(main).toContainText('1 discrepancy still open there, acknowledged.')

    paired.right.setFault('cut-connection')
    await frame.go('Facilities')
    await actor.press(facilities.syncNow)
    await expect(facilities.side(systemNames.right)).toContainText(/cut|broke|ended/i, { timeout: 20_000 })
    await frame.go('Alerts')
    await expect(alerts.systems).toContainText(`Invented House, ${systemNames.right}`)
    await expect(alerts.systems).toContainText(/Failing.*since .+ (GMT|BST) \(/)
    await expect(alerts.badge).toHaveAccessibleName(/1 waiting, 1 system$/)
    await expect(main.getByRole('heading', { name: 'No alerts' })).toHaveCount(0)

    await actor.press(alerts.acknowledgeSystem('Failing'))
    await expect(alerts.systems).toContainText('1 acknowledged, and still so')
    await expect(alerts.badge).toHaveAccessibleName(/^Alerts$/)

    paired.right.setFault(null)
    await frame.go('Facilities')
    await actor.press(facilities.syncNow)
    await expect(facilities.side(systemNames.right)).not.toContainText(/cut|broke|ended/i, { timeout: 20_000 })
    await frame.go('Alerts')
    await expect(alerts.systems).toHaveCount(0)
    await expect(main.getByRole('heading', { name: 'No alerts' })).toBeVisible()
  },
)
