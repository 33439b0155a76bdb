import { test as base } from '../app-fixture.ts'
import { type Actor, makeActor } from './actor.ts'
import { alertsScreen } from './alerts-screen.ts'
import { connectionsScreen } from './connections-screen.ts'
import { detailPanel } from './detail-panel.ts'
import { discrepanciesScreen } from './discrepancies-screen.ts'
import { facilitiesScreen } from './facilities-screen.ts'
import { frame } from './frame.ts'
import { gateScreen } from './gate-screen.ts'
import { matchParts } from './match-parts.ts'

/** Everything of a page that a spec speaks of. */
export const screensOf = (actor: Actor) => ({
  actor,
  gate: gateScreen(actor),
  frame: frame(actor),
  alerts: alertsScreen(actor),
  list: discrepanciesScreen(actor),
  detail: detailPanel(actor),
  matches: matchParts(actor),
  facilities: facilitiesScreen(actor),
  connections: connectionsScreen(actor),
})

type ScreenFixtures = { screens: ReturnType<typeof screensOf> }

/** The running program with its screens, used by mouse or by keyboard as the project says. */
export const test = base.extend<ScreenFixtures>({
  screens: async ({ app, hands }, provide) => {
    await provide(screensOf(makeActor(app.page, hands)))
  },
})

export { expect } from '@playwright/test'
