import { expect, it, vi } from 'vitest'
import { purgeWorkspace } from '../../e2e/world/purged-workspace.ts'

vi.mock('../storage/encrypted-connection.ts', async (original) => {
  const { plainConnection } = await import('../../e2e/world/without-cipher.ts')
  return { ...(await original<object>()), ...plainConnection }
})
vi.mock('../storage/inspect-database.ts', async (original) => {
  const { plainInspection } = await import('../../e2e/world/without-cipher.ts')
  return { ...(await original<object>()), ...plainInspection }
})
// The sabotaged twin (R45): SQLite does not blank what it deletes (R23).
vi.mock('../storage/database-settings.ts', async (original) => {
  const real = await original<typeof import('../storage/database-settings.ts')>()
  return {
    ...real,
    databaseSettings: (...asked: Parameters<typeof real.databaseSettings>) =>
      real
        .databaseSettings(...asked)
        .map((one) => (one.pragma === 'secure_delete' ? { ...one, set: 'OFF', expect: 0 } : one)),
  }
})

it('finds people in the bytes of a file where deleted rows are not blanked', async () => {
  expect((await purgeWorkspace()).after).not.toEqual([])
}, 60_000)
