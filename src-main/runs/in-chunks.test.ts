import { expect, it } from 'vitest'
import { inChunks } from './in-chunks.ts'

it.each([0, 1, 499, 500, 501, 1_300])('hands out all of %i in their order, no more than 500 at a time', (size) => {
  const all = Array.from({ length: size }, (_, n) => n)
  const chunks = [...inChunks(all)]
  expect(chunks.flat()).toEqual(all)
  expect(chunks.every(({ length }) => length > 0 && length <= 500)).toBe(true)
  expect(chunks).toHaveLength(Math.ceil(size / 500))
})
