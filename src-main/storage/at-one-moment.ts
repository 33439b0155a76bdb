import type { ReadDb } from './database.ts'

/** Runs several reads on one state of the file, whatever the writer does meanwhile. `work` must not wait. */
export const atOneMoment = <T>(db: ReadDb, work: () => T): T => db.sql.transaction(work)()
