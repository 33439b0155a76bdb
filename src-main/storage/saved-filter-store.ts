import { and, asc, eq, ne } from 'drizzle-orm'
import { SavedFilterDraft } from '#contract/desk-work'
import { AppError } from '#contract/errors'
import { type OperatorId, SavedFilterId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { newId } from '../platform/new-id.ts'
import { appendAudit } from './audit-store.ts'
import { expectOneRow } from './check-changes.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { readStoredJson } from './stored-json.ts'
import { operators } from './tables/operators.ts'
import { savedFilters } from './tables/saved-filters.ts'

/** A filter somebody keeps, as stored: what its period means and what is open under it is told when it is asked for. */
export type StoredSavedFilter = SavedFilterDraft & { id: SavedFilterId; by: string }

type Row = { saved: typeof savedFilters.$inferSelect; by: string }

/** Both in one column: a period stands there instead of the days that it meant when it was kept. */
const StoredJson = SavedFilterDraft.shape.filter.extend({ period: SavedFilterDraft.shape.period })

const toJson = ({ filter: { within, ...filter }, period }: SavedFilterDraft): string =>
  JSON.stringify({ ...filter, ...(period ? { period } : { within }) })

function toSavedFilter({ saved: { id, name, filter: json, ordering }, by }: Row): StoredSavedFilter {
  const { period, ...filter } = readStoredJson(StoredJson, json, `saved filter ${id}`)
  return { id, name, filter, ...(period ? { period } : {}), order: ordering, by }
}

const readSavedFilters = (db: ReadDb) =>
  db.orm
    .select({ saved: savedFilters, by: operators.name })
    .from(savedFilters)
    .innerJoin(operators, eq(operators.id, savedFilters.operatorId))

/** All of them, by name. Throws AppError `workspace-damaged`. */
export const listSavedFilters = (db: ReadDb): StoredSavedFilter[] =>
  readSavedFilters(db).orderBy(asc(savedFilters.nameKey), asc(savedFilters.id)).all().map(toSavedFilter)

type SaveFilter = { draft: SavedFilterDraft; by: OperatorId; at: Instant }

/**
 * Keeps a filter, or puts another one in its place; the audit holds neither its name nor its text, which may name people.
 * Throws AppError `bad-input` where another one has that name in whatever case, `not-found`.
 */
export function saveFilter(db: WriteDb, { draft, by, at }: SaveFilter): StoredSavedFilter {
  const { name, order } = draft
  const id = draft.id ?? newId(SavedFilterId)
  const nameKey = name.toLowerCase()
  const values = { name, nameKey, filter: toJson(draft), ordering: order, operatorId: by, savedAt: at }
  return db.transaction(() => {
    const taken = and(eq(savedFilters.nameKey, nameKey), ne(savedFilters.id, id))
    if (db.orm.select().from(savedFilters).where(taken).get()) {
      throw new AppError('bad-input', {
        blame: 'settings',
        tell: 'Another saved filter has this name already. Choose a different name, or change that one.',
        log: 'saved filter name is taken',
      })
    }
    if (draft.id === undefined) {
      db.orm
        .insert(savedFilters)
        .values({ id, ...values })
        .run()
    } else {
      expectOneRow(db.orm.update(savedFilters).set(values).where(eq(savedFilters.id, id)).run(), 'This saved filter')
    }
    const detail = { added: draft.id === undefined }
    appendAudit(db, { at, by, action: 'filter-saved', target: id, detail })
    const saved = readSavedFilters(db).where(eq(savedFilters.id, id)).get()
    if (!saved) throw new Error('a filter that was just saved is not there')
    return toSavedFilter(saved)
  })
}

/** Throws AppError `not-found`. */
export function removeSavedFilter(
  db: WriteDb,
  { id, by, at }: { id: SavedFilterId; by: OperatorId; at: Instant },
): void {
  db.transaction(() => {
    expectOneRow(db.orm.delete(savedFilters).where(eq(savedFilters.id, id)).run(), 'This saved filter')
    appendAudit(db, { at, by, action: 'filter-removed', target: id, detail: {} })
  })
}
