import { AppError, type ErrorData, toErrorData } from '#contract/errors'
import { RecordKey } from '#contract/ids'
import type { ComparedField } from '#contract/recipes'
import type { RecordKind, Refusal, ScheduleRecord } from '#contract/records'
import type { RunLogLine } from '#contract/runs'
import { fromMs } from '#contract/time'
import type { Recall, Session } from '../connectors/kit/connector.ts'
import type { WriteDb } from '../storage/database.ts'
import { openKeysIn } from '../storage/record-version-store.ts'
import { flushReading, type SideReading, takePage, takeRecalled } from './side-reading.ts'

export type ReadSideContext = {
  db: WriteDb
  kind: RecordKind
  fields: readonly ComparedField[]
  signal: AbortSignal
  /** Told after every page. */
  progress(reading: SideReading, total: number | null): void
  log(level: RunLogLine['level'], text: string): void
}

/** `read` may still be partial: the reading's reasons say why. */
export type ReadEnd = { end: 'read' } | { end: 'failed'; error: ErrorData } | { end: 'cancelled' }

const keysPerPage = 50

function foreignFacility(): AppError {
  return new AppError('vendor-unexpected', {
    blame: 'vendor',
    tell: 'The answer holds records of another facility. Nothing of it was kept. Check the facility id in the pairing, then sync again.',
  })
}

const logRefusals = (context: ReadSideContext, system: string, refused: readonly Refusal[]): void => {
  for (const refusal of refused) {
    context.log(
      'warn',
      `${system}: ${refusal.endpoint}, record ${refusal.index + 1}, ${refusal.pointer}: ${refusal.problem}`,
    )
  }
}

async function readByList(reading: SideReading, session: Session, context: ReadSideContext): Promise<void> {
  const { plan, window } = reading
  const asked = { start: fromMs(window.startMs), end: fromMs(window.endMs) }
  let terminal = false
  let total: number | null = null
  const { pages: known, elements } = reading.memory.before
  // The ids that a known text names on the other system are not kept, so where somebody asks for them all is read.
  const recall: Recall | undefined =
    reading.references === null ? { answer: (digest) => known.get(digest), element: elements.find } : undefined
  for await (const page of plan.reads.list?.(session, plan.scope, asked, recall) ?? []) {
    context.signal.throwIfAborted()
    if (page.echo?.scopes.some((scope) => scope !== plan.scope)) throw foreignFacility()
    if (page.source?.recalled) total = takeRecalled(reading, page.source.digest).total ?? total
    else takePage(context.db, reading, { ...page, kind: context.kind, fields: context.fields })
    logRefusals(context, plan.system, page.refused)
    terminal = page.terminal
    total = page.total ?? total
    context.progress(reading, total)
  }
  if (!terminal) reading.reasons.push('the list ended without saying that it was complete')
  if (total !== null && total !== reading.records + reading.refused) {
    reading.reasons.push(`the system counted ${total} records but sent ${reading.records + reading.refused}`)
  }
}

async function readByKeys(
  reading: SideReading,
  session: Session,
  context: ReadSideContext,
  named: ReadonlySet<RecordKey>,
): Promise<void> {
  const { plan } = reading
  const known = openKeysIn(context.db, reading.sideRow.id, { scope: plan.scope, ...reading.window })
  const keys = [...new Set([...named, ...known])].map((key) => RecordKey.parse(key))
  let records: ScheduleRecord[] = []
  let refused: Refusal[] = []
  const flush = (): void => {
    takePage(context.db, reading, { records, refused, dropped: 0, kind: context.kind, fields: context.fields })
    logRefusals(context, plan.system, refused)
    records = []
    refused = []
    context.progress(reading, keys.length)
  }
  try {
    for await (const found of plan.reads.get?.(session, plan.scope, keys) ?? []) {
      context.signal.throwIfAborted()
      if (found.record === 'not-found') reading.absent.push(found.key)
      else if ('span' in found.record && 'kind' in found.record) records.push(found.record)
      else refused.push({ ...found.record, key: found.key })
      if (records.length + refused.length >= keysPerPage) flush()
    }
  } finally {
    if (!context.signal.aborted) flush()
  }
}

/**
 * Reads one side into its unpublished number, by list or by the keys the other side names. What came before a
 * failure stands as a partial read; a failure before the first record is a failed one.
 */
export async function readSide(
  reading: SideReading,
  context: ReadSideContext,
  named: ReadonlySet<RecordKey>,
): Promise<ReadEnd> {
  const { plan } = reading
  try {
    const session = plan.open(context.signal)
    try {
      await (plan.readBy === 'list'
        ? readByList(reading, session, context)
        : readByKeys(reading, session, context, named))
    } finally {
      if (!context.signal.aborted) flushReading(context.db, reading)
    }
    return { end: 'read' }
  } catch (thrown) {
    if (context.signal.aborted) return { end: 'cancelled' }
    const error = toErrorData(thrown)
    context.log('error', `${plan.system}: ${error.code}. ${error.tell}`)
    const something = reading.records + reading.refused + reading.absent.length > 0
    if (!something || error.code === 'fenced' || error.code === 'disk-full' || error.blame === 'bug')
      return { end: 'failed', error }
    reading.reasons.push(error.tell)
    return { end: 'read' }
  }
}
