import { expect, it } from 'vitest'
import { RecordKey, ResourceKey } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { describeUnmatched, type NamingRecord, type UnmatchedInput } from './describe-unmatched.ts'

const key = (text: string) => RecordKey.parse(text)

const record = (text: string, more: Partial<NamingRecord> = {}): NamingRecord => ({
  key: key(text),
  resource: ResourceKey.parse('w-1'),
  startMs: 0,
  endMs: 0,
  fields: {},
  state: 'read',
  unnamed: true,
  names: null,
  namedBy: null,
  ...more,
})

const why = (more: Partial<UnmatchedInput>): string =>
  describeUnmatched({
    record: record('m-1'),
    candidate: record('r-1'),
    score: 100,
    ground: recipes.shifts,
    tie: null,
    forbiddenBy: null,
    system: 'Maple',
    otherSystem: 'Northgate',
    ...more,
  })

it.each<[string, string, Partial<UnmatchedInput>]>([
  ['nothing', '', {}],
  [
    'a person’s word before all else',
    'Ann Invented said that they are not the same.',
    { forbiddenBy: 'Ann Invented', score: 10, tie: { how: 'rule', key: key('m-9'), by: null } },
  ],
  [
    'its own id',
    'It belongs to m-9 of Maple by the id it carries.',
    { tie: { how: 'reference', key: key('m-9'), by: null } },
  ],
  ['another match', 'It is matched with m-9 of Maple.', { tie: { how: 'rule', key: key('m-9'), by: null } }],
  [
    'a pin',
    'Ann Invented said that it is the same as m-9 of Maple.',
    { tie: { how: 'person', key: key('m-9'), by: 'Ann Invented' } },
  ],
  [
    'an id it names',
    'r-1 of Northgate names m-7 of Maple, so only a person can match them.',
    { candidate: record('r-1', { names: key('m-7') }) },
  ],
  [
    'a record that names it',
    'm-7 of Maple names r-1 of Northgate, so only a person can match them.',
    { candidate: record('r-1', { namedBy: key('m-7') }) },
  ],
  [
    'an id the record itself names',
    'm-1 of Maple names r-7 of Northgate, so only a person can match them.',
    { record: record('m-1', { names: key('r-7') }) },
  ],
  [
    'what could not be read',
    'Part of one of them could not be read, so only a person can match them.',
    { candidate: record('r-1', { state: 'refused' }) },
  ],
  [
    'two different workers, however many points there are',
    'They are booked for different workers.',
    { candidate: record('r-1', { resource: ResourceKey.parse('w-2') }), score: 60 },
  ],
  ['too few points', '59 points are too few: it takes 60.', { score: 59 }],
])('says that %s keeps both apart', (_, said, more) => {
  expect(why(more)).toBe(said)
})
