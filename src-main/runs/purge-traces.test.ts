import { expect, it, vi } from 'vitest'
import { canaries, purgeWorkspace } from '../../e2e/world/purged-workspace.ts'

vi.mock('../storage/encrypted-connection.ts', async (original) => {
  const { plainConnection } = await import('../../e2e/world/without-cipher.ts')
  return { ...(await original<object>()), ...plainConnection }
})
vi.mock('../storage/inspect-database.ts', async (original) => {
  const { plainInspection } = await import('../../e2e/world/without-cipher.ts')
  return { ...(await original<object>()), ...plainInspection }
})

it('leaves no trace of what it deleted in the bytes of a file, a log or a backup, where no cipher hides them', async () => {
  const { before, running, after } = await purgeWorkspace()
  for (const canary of canaries) {
    const found = before.filter((hit) => hit.startsWith(canary))
    expect(found, canary).not.toEqual([])
  }
  expect({ running, after }).toEqual({ running: [], after: [] })
}, 60_000)
