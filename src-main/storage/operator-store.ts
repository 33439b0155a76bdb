import { asc, eq } from 'drizzle-orm'
import { AppError } from '#contract/errors'
import { OperatorId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { newId } from '../platform/new-id.ts'
import { appendAudit } from './audit-store.ts'
import { expectOneRow, notFoundError } from './check-changes.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { operators } from './tables/operators.ts'
import { readSetting, writeSetting } from './workspace-setting-store.ts'

/** The named person at the desk. */
export type Operator = { id: OperatorId; name: string; createdAt: Instant }

/** Names that a person would take for the same. */
const nameKey = (name: string): string => name.trim().toLowerCase()

type SaveOperator = {
  /** Whom to rename; left out where somebody is added. */
  id?: OperatorId | undefined
  /** 1 to 80 characters. */
  name: string
  at: Instant
  /** Who does it; left out where somebody adds themselves, who then stand as their own author in the audit. */
  by?: OperatorId | undefined
}

/** Adds a person, or gives one another name. Throws AppError `bad-input` where somebody else has that name, `not-found`. */
export function saveOperator(db: WriteDb, { id, name, at, by }: SaveOperator): Operator {
  return db.transaction(() => {
    if (listOperators(db).some((one) => one.id !== id && nameKey(one.name) === nameKey(name))) {
      throw new AppError('bad-input', {
        blame: 'settings',
        tell: 'Somebody of this name works here already. Enter another name, or choose that person from the list.',
        log: 'operator name is taken',
      })
    }
    const saved: Operator =
      id === undefined ? { id: newId(OperatorId), name, createdAt: at } : { ...loadOperator(db, id), name }
    if (id === undefined) db.orm.insert(operators).values(saved).run()
    else expectOneRow(db.orm.update(operators).set({ name }).where(eq(operators.id, id)).run(), 'This person')
    const detail = { added: id === undefined }
    appendAudit(db, { at, by: by ?? saved.id, action: 'operator-saved', target: saved.id, detail })
    return saved
  })
}

/** In the order they were added. */
export function listOperators(db: ReadDb): Operator[] {
  return db.orm.select().from(operators).orderBy(asc(operators.createdAt), asc(operators.id)).all()
}

/** Throws AppError `not-found`. */
export function loadOperator(db: ReadDb, id: OperatorId): Operator {
  const found = db.orm.select().from(operators).where(eq(operators.id, id)).get()
  if (!found) throw notFoundError('This person')
  return found
}

const chosenKey = 'operator'

/** Who decides from now on. `by` is who did until then. Throws AppError `not-found`. */
export function chooseOperator(db: WriteDb, { id, by, at }: { id: OperatorId; by: OperatorId; at: Instant }): void {
  db.transaction(() => {
    loadOperator(db, id)
    writeSetting(db, chosenKey, id)
    appendAudit(db, { at, by, action: 'operator-chosen', target: id, detail: {} })
  })
}

/** Who works here now: the one chosen last, else the first one added; null in a workspace without people. */
export function currentOperator(db: ReadDb): Operator | null {
  const all = listOperators(db)
  const chosen = readSetting(db, chosenKey)
  return all.find(({ id }) => id === chosen) ?? all[0] ?? null
}
