import { expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { fileName } from './file-name.ts'

it('names a file by the moment it was made, so that files sort', () => {
  const now = Instant.parse('2026-11-21T10:04:59.000Z')
  expect([fileName('plumbline', now, 'csv'), fileName('plumbline-diagnostics', now, 'txt')]).toEqual([
    'plumbline-2026-11-21-1004.csv',
    'plumbline-diagnostics-2026-11-21-1004.txt',
  ])
})
