import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { cacheMigrations } from './cache.ts'

// A released step never changes: a new one is added instead. This list only grows.
const released = ['d449b53559bfa6e56c0532e6adaf2849b1828d5076277631c95699b11aa6f535']

it('keeps every released step of the cache as it was released', () => {
  expect(cacheMigrations.map((step) => createHash('sha256').update(step.sql).digest('hex'))).toEqual(released)
})
