import { describe, expect, it } from 'vitest'
import { DiscrepanciesSearch, filterOf, pickedKinds } from './search.ts'

describe('what the address may say', () => {
  it('takes facility, kinds, text and the open discrepancy', () => {
    const search = DiscrepanciesSearch.parse({
      facility: 'f-1',
      kinds: 'differs,duplicate',
      text: 17,
      open: 'fp a/ż',
      at: 4,
    })
    expect(search).toMatchObject({ facility: 'f-1', text: '17', open: 'fp a/ż', at: 4 })
    expect(pickedKinds(search.kinds)).toEqual(['differs', 'duplicate'])
  })

  it('asks for accepted ones and for a part only where the address says so', () => {
    const search = DiscrepanciesSearch.parse({
      accepted: true,
      cluster: 'cl-1',
      kinds: 'differs',
      of: 'p-1',
      open: 'fp',
    })
    expect(search.cluster).toBe('cl-1')
    expect([filterOf(search), filterOf({})]).toEqual([{ accepted: true, kinds: ['differs'], pairingId: 'p-1' }, {}])
  })

  it('falls back to the default for values nobody could have meant', () => {
    const hostile = {
      facility: { $ne: 1 },
      kinds: '<script>,differs',
      text: 'x'.repeat(9999),
      order: 'evil',
      cluster: {},
      accepted: 'yes',
      open: [],
      at: -1,
    }
    expect(DiscrepanciesSearch.parse(hostile)).toEqual({ kinds: 'differs' })
  })
})
