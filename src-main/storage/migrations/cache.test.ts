import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { cacheMigrations } from './cache.ts'

// A released step never changes: a new one is added instead. This list only grows.
const released = ['PLACEHOLDER']

it('keeps every released step of the cache as it was released', () => {
  expect(cacheMigrations.map((step) => createHash('sha256').update(step.sql).digest('hex'))).toEqual(released)
})
