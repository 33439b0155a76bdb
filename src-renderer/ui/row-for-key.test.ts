import { describe, expect, it } from 'vitest'
import { rowForKey } from './row-for-key.ts'

describe('moving in the list', () => {
  it('stays within the list at both ends', () => {
    expect([rowForKey('k', 0, 10, 5), rowForKey('j', 9, 10, 5), rowForKey('PageDown', 8, 10, 5)]).toEqual([0, 9, 9])
  })

  it('starts at the first row where none is marked yet', () => {
    expect([rowForKey('j', null, 10, 5), rowForKey('ArrowUp', null, 10, 5), rowForKey('End', null, 10, 5)]).toEqual([
      0, 0, 9,
    ])
  })

  it('leaves other keys and an empty list alone', () => {
    expect([rowForKey('x', 3, 10, 5), rowForKey('j', null, 0, 5)]).toEqual([null, null])
  })
})
