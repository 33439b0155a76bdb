import { test as base } from '../app-fixture.ts'
import { type Actor, makeActor } from './actor.ts'
import { alertsScreen } from './alerts-screen.ts'
import { calendarScreen } from './calendar-screen.ts'
import { connectionsScreen } from './connections-screen.ts'
import { detailPanel } from './detail-panel.ts'
import { discrepanciesScreen } from './discrepancies-screen.ts'
import { facilitiesScreen } from './facilities-screen.ts'
import { followUpsScreen } from './follow-ups.ts'
import { frame, type Place } from './frame.ts'
import { gateScreen } from './gate-screen.ts'
import { matchParts } from './match-parts.ts'
import { overviewScreen } from './overview-screen.ts'
import { palette } from './palette.ts'
import { recoverySteps } from './recovery-steps.ts'
import { settingsScreen } from './settings-screen.ts'
import { timeBar } from './time-bar.ts'

/** Everything of a page that a spec speaks of. */
export const screensOf = (actor: Actor) => ({
  actor,
  gate: gateScreen(actor),
  frame: frame(actor),
  alerts: alertsScreen(actor),
  calendar: calendarScreen(actor),
  time: timeBar(actor),
  list: discrepanciesScreen(actor),
  detail: detailPanel(actor),
  matches: matchParts(actor),
  facilities: facilitiesScreen(actor),
  connections: connectionsScreen(actor),
  overview: overviewScreen(actor),
  followUps: followUpsScreen(actor),
  recovery: recoverySteps(actor),
  settings: settingsScreen(actor),
  palette: palette(actor),
})

type ScreenFixtures = {
  /** Where a spec on the demo begins; null to begin where the program does. */
  startAt: Place | null
  screens: ReturnType<typeof screensOf>
}

/** The running program with its screens, used by mouse or by keyboard as the project says. */
export const test = base.extend<ScreenFixtures>({
  startAt: ['Discrepancies', { option: true }],
  screens: async ({ app, hands, workspace, startAt }, provide) => {
    const screens = screensOf(makeActor(app.page, hands))
    if (workspace === 'demo' && startAt !== null) await screens.frame.go(startAt)
    await provide(screens)
  },
})

export { expect } from '@playwright/test'
