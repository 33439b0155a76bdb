import { type Desk, implementer } from './desk.ts'

/** Opening, locking and the change feed. */
export const workspaceProcedures = (desk: Desk) => ({
  info: implementer.workspace.info.handler(() => desk.info()),
  create: implementer.workspace.create.handler(({ input }) => desk.create(input)),
  unlock: implementer.workspace.unlock.handler(({ input }) => desk.unlock(input.passphrase)),
  lock: implementer.workspace.lock.handler(() => desk.lock()),
  resetDemo: implementer.workspace.resetDemo.handler(() => desk.resetDemo()),
  changes: implementer.workspace.changes.handler(async function* ({ signal }) {
    yield* desk.changes(signal)
  }),
})
