import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { cacheMigrations } from './cache.ts'

// A released step never changes: a new one is added instead. This list only grows.
const released = [
  'd1bfe7235f6d204d2af73af003088d3d1b03f96adc7bb9d29968c8eaa691c574',
  'd1e156959c590e784e018ec3647c3385bdd82660be3dcacdece42e9f106277db',
  'fe8bd47230bb867c6d69977d9d2ec90e579a1e930036c04b0f8761e20a926383',
  'eab155c6fa6c1dee3a9c05c5b4bbba49d2caa1bc4694360a060c249760547655',
]

it('keeps every released step of the cache as it was released', () => {
  expect(cacheMigrations.map((step) => createHash('sha256').update(step.sql).digest('hex'))).toEqual(released)
})
