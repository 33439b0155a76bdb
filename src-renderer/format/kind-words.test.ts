import { describe, expect, it } from 'vitest'
import type { DiscrepancyRow } from '#contract/discrepancies'
import { RecordKey } from '#contract/ids'
import { Instant } from '#contract/time'
import { fakeRow } from '../testing/fake-rows.ts'
import { kindLook, rowKindWords, rowWhatWords } from './kind-words.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const start = Instant.parse('2026-11-18T09:15:00.000Z')
const later = Instant.parse('2026-11-18T09:30:00.000Z')
const span = { start, end: Instant.parse('2026-11-18T17:00:00.000Z') }
const row = (change: Partial<DiscrepancyRow>): DiscrepancyRow => ({ ...fakeRow(0, now), span, ...change })
const both = (change: Partial<DiscrepancyRow>): string[] => [rowKindWords(row(change)), rowWhatWords(row(change))]

describe('a discrepancy in words', () => {
  it('names the system that lacks the record by its own name', () => {
    expect(both({ kind: 'only-left', side: 'right' })).toEqual([
      'Missing in Northgate rota',
      'Alder 09:15 to 17:00, Northgate rota none',
    ])
    expect(both({ kind: 'only-right', side: 'left' })).toEqual([
      'Missing in Alder',
      'Alder none, Northgate rota 09:15 to 17:00',
    ])
  })

  it('says both times on the facility’s clock where the start moved', () => {
    const differences = [{ field: 'start', left: start, right: later, blame: 'never-agreed' as const }]
    expect(both({ kind: 'differs', differences })).toEqual(['Time differs', 'Alder 09:15, Northgate rota 09:30'])
  })

  it('names the field where it is not the start, and counts what else differs', () => {
    const end = { field: 'end', left: start, right: later, blame: 'never-agreed' as const }
    const label = { field: 'label', left: 'Early', right: 'Late', blame: 'never-agreed' as const }
    expect(both({ kind: 'differs', differences: [end, label] })).toEqual([
      'Time differs + 1 field',
      'end: Alder 09:15, Northgate rota 09:30 (and shift)',
    ])
  })

  it('says a worker once though id and name changed, and nobody where none is assigned', () => {
    const differences = [
      { field: 'worker', left: null, right: 'u-1', blame: 'never-agreed' as const },
      { field: 'workerName', left: null, right: 'Ada Sample', blame: 'never-agreed' as const },
    ]
    expect(both({ kind: 'differs', differences })).toEqual([
      'Field differs: worker',
      'Alder nobody, Northgate rota Ada Sample',
    ])
  })

  it('says why something is not verified instead of claiming it', () => {
    expect(both({ kind: 'unverified', reason: 'listed-not-got', side: 'left' })).toEqual([
      'Not verified',
      'Not listed by Alder, but Get returns it',
    ])
  })

  it('says of a double booking which two shifts meet, when, and which system holds each', () => {
    const leftKey = RecordKey.parse('a-1')
    const rightKey = RecordKey.parse('n-1')
    const members = [
      { leftKey, rightKey, matchedBy: 'reference' as const, label: 'Early', span },
      {
        leftKey: null,
        rightKey: RecordKey.parse('n-2'),
        matchedBy: null,
        label: '',
        span: { start: later, end: span.end },
      },
    ]
    expect(both({ kind: 'overlap', side: null, members })).toEqual([
      'Double-booked',
      'both 09:15 to 17:00, Northgate rota 09:30 to 17:00',
    ])
    const crowd = Array.from({ length: 21 }, () => members)
      .flat()
      .slice(0, 21)
    expect(both({ kind: 'overlap', side: null, members: crowd })[1]).toMatch(/^21 or more from \d\d:\d\d$/)
    expect(both({ kind: 'unverified', side: null, reason: 'not-read-again', members })).toEqual([
      'Not verified',
      'Perhaps double-booked: both 09:15 to 17:00, Northgate rota 09:30 to 17:00',
    ])
  })

  it('gives each kind a glyph of its own', () => {
    const looks = (
      [
        'only-left',
        'only-right',
        'duplicate',
        'overlap',
        'missing-availability',
        'excess-availability',
        'unverified',
      ] as const
    ).map((kind) => kindLook(kind).glyph)
    const glyphs = [...looks, kindLook('differs', true).glyph, kindLook('differs', false).glyph]
    expect(new Set(glyphs).size).toBe(glyphs.length)
  })
})
