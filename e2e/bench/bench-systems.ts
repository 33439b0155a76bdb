import type { SettingValues } from '#contract/connections'
import type { PairingPolicy } from '#contract/pairings'
import { type BenchSide, type Edit, facilities } from './bench-world.ts'

/** Settings of a connection to one side of the bench's server. */
export const settingsOf = (origin: string, side: BenchSide): SettingValues => ({
  listUrl: `${origin}/${side}/shifts`,
  getUrl: `${origin}/${side}/shifts`,
  ownIdField: 'id',
  crossReferenceField: side === 'left' ? 'attributes.externalShiftId' : 'attributes.mapleShiftId',
  authHeaderName: 'x-api-key',
  facilityIds: facilities[side],
  pageCap: 10_000,
  localTestServer: true,
})

/** A window wider than the bench's world on both ends. */
export const benchPolicy: PairingPolicy = {
  daysBack: 180,
  daysAhead: 180,
  edgeHours: 24,
  ignoredFields: [],
  trusted: { existence: 'left', times: 'left', assignment: 'right', details: 'left' },
  schedule: null,
}

async function tell(origin: string, path: string): Promise<void> {
  const reply = await fetch(`${origin}${path}`)
  await reply.arrayBuffer()
  if (!reply.ok) throw new Error('the bench’s server did not do as it was told')
}

/** Edits the right side; what was edited before stands as it was planted. */
export const editRight = (origin: string, { share, round }: Edit): Promise<void> =>
  tell(origin, `/edit?share=${share}&round=${round}`)

/** Writes this number into every page: all pages are other texts then, and say the same. */
export const stampPages = (origin: string, stamp: number): Promise<void> => tell(origin, `/stamp?n=${stamp}`)
