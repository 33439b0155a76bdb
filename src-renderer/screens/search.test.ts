import { describe, expect, it } from 'vitest'
import type { DiscrepancyFilter } from '#contract/discrepancies'
import { FacilityId, OperatorId, PairingId, ResourceKey } from '#contract/ids'
import { Instant } from '#contract/time'
import { DiscrepanciesSearch, filterOf, pickedKinds, SettingsSearch, searchOf } from './search.ts'

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

  it('says a filter in such a way that the address asks for the same again', () => {
    const within = { start: Instant.parse('2026-11-16T00:00:00.000Z'), end: Instant.parse('2026-11-23T00:00:00.000Z') }
    const filters: DiscrepancyFilter[] = [
      { kinds: ['differs', 'overlap'], text: 'ada', accepted: true, within },
      { pairingId: PairingId.parse('p-1'), resource: ResourceKey.parse('u/17 ż'), assignedTo: OperatorId.parse('o-1') },
      { facilityId: FacilityId.parse('f-1'), resource: null, assignedTo: null },
      {},
    ]
    for (const filter of filters) expect(filterOf(DiscrepanciesSearch.parse(searchOf(filter)))).toEqual(filter)
  })

  it('asks for nothing that people decided where an earlier moment is in view', () => {
    const asOf = '2026-11-12T18:00:00.000Z'
    expect(
      filterOf(DiscrepanciesSearch.parse({ as: asOf, accepted: true, assigned: 'nobody', kinds: 'differs' })),
    ).toEqual({
      kinds: ['differs'],
      asOf,
    })
  })

  it('asks for no span where an end is missing or before the start', () => {
    const spans = [
      { from: '2026-11-16T00:00:00.000Z' },
      { from: '2026-11-16T00:00:00.000Z', to: '2026-11-15T00:00:00.000Z' },
      { from: 'yesterday', to: '2026-11-15T00:00:00.000Z' },
    ]
    expect(spans.map((span) => filterOf(DiscrepanciesSearch.parse(span)))).toEqual([{}, {}, {}])
  })
})

it('goes to a part of the settings by its name, and to the settings by any other', () => {
  expect([SettingsSearch.parse({ part: 'diagnostics' }), SettingsSearch.parse({ part: 'no-such-part' })]).toEqual([
    { part: 'diagnostics' },
    {},
  ])
})
