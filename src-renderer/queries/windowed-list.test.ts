import { expect, it } from 'vitest'
import { AppError } from '#contract/errors'
import { errorToTell } from './windowed-list.ts'

it('tells no error of what was read before where only the core is gone, and every other one', () => {
  const gone = new AppError('core-gone', { blame: 'bug', tell: 'Plumbline does not answer.' })
  const damaged = new AppError('workspace-damaged', { blame: 'bug', tell: 'The file is damaged.' })
  expect(errorToTell({ data: { rows: [] }, error: gone })).toBe(null)
  expect(errorToTell({ data: undefined, error: gone })).toBe(gone)
  expect(errorToTell({ data: { rows: [] }, error: damaged })).toBe(damaged)
  expect(errorToTell({ data: { rows: [] }, error: null })).toBe(null)
})
