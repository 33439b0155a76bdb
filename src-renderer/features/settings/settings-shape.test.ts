import { expect, it } from 'vitest'
import { foundParts, previewOf, sizeWords } from './settings-shape.ts'

const parts = [
  { id: 'operators' as const, title: 'Who works here', words: 'operator name decides' },
  { id: 'keep' as const, title: 'Keeping data', words: 'retention purge days size' },
]

it('finds a part by what it is called and by what stands in it', () => {
  const found = (text: string) => foundParts(parts, text).map(({ id }) => id)
  expect([found(''), found('PURGE'), found('who name'), found('days operator')]).toEqual([
    ['operators', 'keep'],
    ['keep'],
    ['operators'],
    [],
  ])
})

it('says sizes in the largest unit that keeps them above one', () => {
  expect([1, 999, 1000, 812_400, 4_210_000, 999_600, 48_234_496, 3_200_000_000].map(sizeWords)).toEqual([
    '1 byte',
    '999 bytes',
    '1 KB',
    '812 KB',
    '4.2 MB',
    '1 MB',
    '48 MB',
    '3.2 GB',
  ])
})

it('shows a short text whole, and of a long one whole lines with how much is left', () => {
  const line = `${'x'.repeat(99)}\n`
  expect(previewOf(line)).toBe(line)
  const long = previewOf(line.repeat(1000))
  expect(long.endsWith('x\n... and 60 KB more in the file.')).toBe(true)
  expect(long.length).toBeLessThan(41_000)
})
