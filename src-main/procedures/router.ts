import { alertProcedures } from './alerts.ts'
import { connectionProcedures, connectorProcedures } from './connections.ts'
import { type Desk, implementer } from './desk.ts'
import { discrepancyProcedures } from './discrepancies.ts'
import { facilityProcedures } from './facilities.ts'
import { matchProcedures } from './matches.ts'
import { pairingProcedures } from './pairings.ts'
import { runProcedures } from './runs.ts'
import { workspaceProcedures } from './workspace.ts'

/** Every procedure of the contract over one desk. */
export const makeRouter = (desk: Desk) =>
  implementer.router({
    workspace: workspaceProcedures(desk),
    connectors: connectorProcedures(),
    connections: connectionProcedures(desk),
    facilities: facilityProcedures(desk),
    pairings: pairingProcedures(desk),
    runs: runProcedures(desk),
    discrepancies: discrepancyProcedures(desk),
    matches: matchProcedures(desk),
    alerts: alertProcedures(desk),
  })

export type Router = ReturnType<typeof makeRouter>
