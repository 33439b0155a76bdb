import type { CompareGround } from '../../src-main/storage/compare-store.ts'
import type { WriteDb } from '../../src-main/storage/database.ts'
import { prepared } from '../../src-main/storage/prepared.ts'

/** Both sides of pairing `p` as they stand at their second snapshot. */
export const ground: CompareGround = { left: { sideId: 1, at: 2 }, right: { sideId: 2, at: 2 } }

type Row = {
  group: string
  key: string
  hash?: string
  reference?: string | null
  state?: 'read' | 'refused'
  born?: number
  ended?: number | null
}

/** Stores a version as it is given, for tests of what reads versions; from 8 to 16 h of the first day where nothing else is said. */
export function addVersion(db: WriteDb, side: 'left' | 'right', row: Row): void {
  const { sideId } = ground[side]
  prepared(db, "INSERT INTO side (id, pairing_id, side) VALUES (?, 'p', ?) ON CONFLICT DO NOTHING").run(sideId, side)
  prepared(
    db,
    `INSERT INTO record_version (side_id, record_key, group_key, reference, scope, kind, state, start_ms, end_ms, written,
       content_hash, fields, since, born, ended)
     VALUES (:sideId, :key, :group, :reference, 's', 'shift', :state, 28800000, 57600000, '{}', :hash, '{}', 1, :born, :ended)`,
  ).run({ sideId, hash: 'a', reference: null, state: 'read', born: 1, ended: null, ...row })
}
