import { expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { fakeRow } from '../../testing/fake-rows.ts'
import { acceptedWords } from './acceptance-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const at = Instant.parse('2026-11-12T09:14:00.000Z')
const row = { ...fakeRow(0, now), accepted: true }
const acceptance = { reason: 'Agreed by phone.', by: 'Ada Sample', at, until: null }

it('says who accepted it, when, and what ends it', () => {
  expect(acceptedWords(acceptance, false, row, now)).toEqual({
    title: 'Accepted',
    text: 'by Ada Sample, Thu 12 Nov 09:14 GMT. Until a value moves in Alder or Northgate rota.',
  })
  const until = Instant.parse('2026-12-12T09:14:00.000Z')
  expect(acceptedWords({ ...acceptance, until }, false, row, now).text).toContain(
    'Until Sat 12 Dec 09:14 GMT, or earlier when a value moves in Alder or Northgate rota.',
  )
})

it('tells an acceptance that ran out, one that a moved value ended, and one of which only that is known', () => {
  const back = { ...row, accepted: false }
  const until = Instant.parse('2026-11-20T09:14:00.000Z')
  expect([
    acceptedWords({ ...acceptance, until }, true, back, now),
    acceptedWords(acceptance, true, back, now),
    acceptedWords(acceptance, false, back, now),
  ]).toEqual([
    { title: 'Was accepted', text: 'by Ada Sample, Thu 12 Nov 09:14 GMT. Its time was over Fri 20 Nov 09:14 GMT.' },
    { title: 'Was accepted', text: 'by Ada Sample, Thu 12 Nov 09:14 GMT. A value has moved since.' },
    { title: 'Was accepted', text: 'by Ada Sample, Thu 12 Nov 09:14 GMT. It holds no more.' },
  ])
})
