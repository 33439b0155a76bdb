import { describe, expect, it } from 'vitest'
import { AppError } from '#contract/errors'
import { Instant, ZoneId } from '#contract/time'
import { ageWords, durationWords, isStale } from './age.ts'
import { countOf, countWords } from './count.ts'
import { isCoreGone, undecidedWords } from './error-words.ts'
import { fieldWords } from './field-value.ts'
import { tokenDiff } from './token-diff.ts'

const at = (text: string) => Instant.parse(text)
const now = at('2026-11-21T10:00:00.000Z')

describe('ages and counts', () => {
  it('says how long ago in the largest unit that is honest', () => {
    const ages = [
      '2026-11-21T09:59:30.000Z',
      '2026-11-21T09:56:00.000Z',
      '2026-11-20T20:00:00.000Z',
      '2026-11-09T10:00:00.000Z',
    ]
    expect(ages.map((age) => ageWords(at(age), now))).toEqual(['just now', '4 min ago', '14 h ago', '12 days ago'])
  })

  it('says just now for what a clock ahead of ours has stamped', () => {
    expect(ageWords(at('2026-11-21T10:03:00.000Z'), now)).toBe('just now')
  })

  it('calls a read stale from the moment on that the core tells, and never where there is none', () => {
    const stale = (outdatedAt: Instant | null) => isStale({ outdatedAt }, now)
    expect([stale(at('2026-11-21T10:00:00.001Z')), stale(now), stale(null)]).toEqual([false, true, false])
  })

  it('says how long a run took', () => {
    expect(durationWords(at('2026-11-21T09:56:55.000Z'), now)).toBe('3 min 5 s')
    expect(durationWords(now, now)).toBe('under a second')
  })

  it('sets thousands apart and uses one noun for one', () => {
    expect([countWords(999), countWords(10_000), countWords(1_234_567)]).toEqual(['999', '10,000', '1,234,567'])
    expect([countOf(1, 'record'), countOf(2, 'discrepancy', 'discrepancies')]).toEqual(['1 record', '2 discrepancies'])
  })
})

describe('field values', () => {
  const zone = ZoneId.parse('Europe/London')

  it('shows instants on the facility’s clock, and text that is no instant as it is', () => {
    expect(fieldWords('2026-07-01T08:15:00.000Z', 'instant', zone, now)).toBe('Wed 1 Jul 09:15 BST')
    expect(fieldWords('tomorrow', 'instant', zone, now)).toBe('tomorrow')
  })

  it('says nobody for a person who is not there and none for any other value', () => {
    expect([fieldWords(null, 'person', zone), fieldWords('', 'text', zone)]).toEqual(['nobody', 'none'])
  })
})

describe('marking what differs', () => {
  const marked = (left: string, right: string): string[][] => {
    const both = tokenDiff(left, right)
    return [both.left, both.right].map((tokens) => tokens.filter((token) => token.differs).map((token) => token.text))
  }

  it('marks whole words, never the inside of a time', () => {
    expect(marked('Wed 18 Nov 09:15 GMT', 'Wed 18 Nov 09:30 GMT')).toEqual([['09:15'], ['09:30']])
  })

  it('marks added words on the side that has them', () => {
    const [left, right] = marked('Bring results', 'Bring results and referral')
    expect([left, right?.map((text) => text.trim()).join(' ')]).toEqual([[], 'and referral'])
  })

  it('gives both texts back whole', () => {
    const both = tokenDiff('a  b c', 'b c d')
    expect([both.left, both.right].map((tokens) => tokens.map((token) => token.text).join(''))).toEqual([
      'a  b c',
      'b c d',
    ])
  })
})

it('does not say that nothing was decided where a decision is stored and only not shown', () => {
  const told = (code: 'decided-not-shown' | 'bad-input') =>
    undecidedWords(new AppError(code, { blame: 'settings', tell: '' }), 'Nothing was accepted')
  expect([told('decided-not-shown'), told('bad-input')]).toEqual(['Stored, but not shown yet', 'Nothing was accepted'])
})

it('tells a core that does not answer from everything else that can go wrong', () => {
  const gone = new AppError('core-gone', { blame: 'bug', tell: 'Plumbline does not answer.' })
  const slow = new AppError('vendor-timeout', { blame: 'network', tell: 'Maple did not answer in time.' })
  expect([gone, { data: gone.data }, slow, new Error('anything')].map(isCoreGone)).toEqual([true, true, false, false])
})
