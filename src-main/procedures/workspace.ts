import { readRecoveryPhrase } from '../platform/recovery-phrase.ts'
import { appendAudit } from '../storage/audit-store.ts'
import { type Desk, implementer, writerOf } from './desk.ts'

/** Opening, locking and the change feed. */
export const workspaceProcedures = (desk: Desk) => ({
  info: implementer.workspace.info.handler(() => desk.info()),
  create: implementer.workspace.create.handler(({ input }) => desk.create(input)),
  unlock: implementer.workspace.unlock.handler(({ input }) => desk.unlock(input.passphrase)),
  ways: implementer.workspace.ways.handler(() => desk.ways()),
  newRecovery: implementer.workspace.newRecovery.handler(() => {
    // Only somebody who has the workspace open may make one.
    desk.open()
    return { phrase: desk.newRecovery() }
  }),
  keepRecovery: implementer.workspace.keepRecovery.handler(({ input }) => {
    const { ledger, by, at } = writerOf(desk)
    const phrase = readRecoveryPhrase(input.phrase)
    // First: a phrase that opens the ledger is never there without a word about who put it there.
    appendAudit(ledger, { at, by, action: 'recovery-phrase-kept', target: 'workspace', detail: {} })
    return desk.keepRecovery(phrase)
  }),
  recover: implementer.workspace.recover.handler(({ input }) => desk.recover(input)),
  lock: implementer.workspace.lock.handler(() => desk.lock()),
  diagnostics: implementer.workspace.diagnostics.handler(async function* () {
    yield* desk.diagnostics()
  }),
  resetDemo: implementer.workspace.resetDemo.handler(() => desk.resetDemo()),
  changes: implementer.workspace.changes.handler(async function* ({ signal }) {
    yield* desk.changes(signal)
  }),
})
