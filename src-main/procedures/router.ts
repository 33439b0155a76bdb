import { alertProcedures } from './alerts.ts'
import { calendarProcedures } from './calendar.ts'
import { compareProcedures } from './compares.ts'
import { connectionProcedures, connectorProcedures } from './connections.ts'
import { type Desk, implementer } from './desk.ts'
import { desktopProcedures } from './desktop.ts'
import { discrepancyProcedures } from './discrepancies.ts'
import { facilityProcedures } from './facilities.ts'
import { followUpProcedures } from './follow-ups.ts'
import { matchProcedures } from './matches.ts'
import { operatorProcedures } from './operators.ts'
import { overviewProcedures } from './overview.ts'
import { pairingProcedures } from './pairings.ts'
import { retentionProcedures } from './retention.ts'
import { runProcedures } from './runs.ts'
import { savedFilterProcedures } from './saved-filters.ts'
import { workspaceProcedures } from './workspace.ts'

/** Every procedure of the contract over one desk. */
export const makeRouter = (desk: Desk) =>
  implementer.router({
    workspace: workspaceProcedures(desk),
    desktop: desktopProcedures(desk),
    connectors: connectorProcedures(),
    connections: connectionProcedures(desk),
    facilities: facilityProcedures(desk),
    pairings: pairingProcedures(desk),
    runs: runProcedures(desk),
    discrepancies: discrepancyProcedures(desk),
    compares: compareProcedures(desk),
    calendar: calendarProcedures(desk),
    operators: operatorProcedures(desk),
    followUps: followUpProcedures(desk),
    savedFilters: savedFilterProcedures(desk),
    matches: matchProcedures(desk),
    alerts: alertProcedures(desk),
    overview: overviewProcedures(desk),
    retention: retentionProcedures(desk),
  })

export type Router = ReturnType<typeof makeRouter>
