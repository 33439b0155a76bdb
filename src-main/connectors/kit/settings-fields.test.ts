import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { SettingField } from '#contract/connections'
import { toRefusal } from './refusal.ts'
import { checkSettings, readHeaderLines, readLines, requireSettings, withInitials } from './settings-fields.ts'

const field = (key: string, kind: SettingField['kind'], more: Partial<SettingField> = {}): SettingField => ({
  key,
  label: key.toUpperCase(),
  help: '',
  kind,
  secret: false,
  required: false,
  shapesRecords: false,
  ...more,
})
const fields = [
  field('address', 'url', { required: true }),
  field('mode', 'choice', { choices: [{ value: 'a', label: 'A' }], initial: 'a', required: true }),
  field('cap', 'number', { initial: 5 }),
  field('local', 'switch'),
  field('places', 'lines', { required: true }),
  field('key', 'text', { secret: true }),
  field('extra', 'headers', { secret: true }),
]
const good = { address: 'https://example.org/a', places: 'one\ntwo' }

describe('settings as data', () => {
  it('takes complete settings and fills initial values', () => {
    expect(checkSettings(fields, { settings: good, secrets: { key: 'k', extra: 'a: b' } })).toEqual([])
    expect(withInitials(fields, good)).toEqual({ ...good, mode: 'a', cap: 5 })
  })

  it.each([
    [{ ...good, address: 'example.org' }, {}, 'ADDRESS: must be a web address'],
    [{ ...good, address: 'ftp://example.org' }, {}, 'ADDRESS: must be a web address'],
    [{ ...good, address: '' }, {}, 'ADDRESS: is needed.'],
    [{ places: 'x' }, {}, 'ADDRESS: is needed.'],
    [{ ...good, mode: 'b' }, {}, 'MODE: must be one of'],
    [{ ...good, cap: 0 }, {}, 'CAP: must be at least 1.'],
    [{ ...good, cap: 'many' }, {}, 'CAP: must be a number.'],
    [{ ...good, local: 'yes' }, {}, 'LOCAL: must be on or off.'],
    [{ ...good, places: '\n  ' }, {}, 'PLACES: is needed.'],
    [{ ...good, key: 'in the wrong place' }, {}, 'is not a setting'],
    [good, { 'secret-as-name': 'x' }, 'is not a setting'],
    [good, { extra: 'secret-without-colon' }, 'EXTRA: line 1 is not written as Name: value.'],
  ])('locates what is wrong in %j %j', (settings, secrets, words) => {
    const problems = checkSettings(fields, { settings, secrets: secrets as Record<string, string> })
    expect(problems.map((one) => one.tell).join(' ')).toContain(words)
    const texts = problems.map((one) => one.tell).join(' ')
    expect(texts).not.toMatch(/secret-without-colon|secret-as-name|in the wrong place/)
    expect(() => requireSettings(fields, { settings, secrets: secrets as Record<string, string> })).toThrow(
      expect.objectContaining({ code: 'bad-input', blame: 'settings' }),
    )
  })

  it('reads lines and headers, and never repeats a bad one', () => {
    expect(readLines(' a \r\n\n b')).toEqual(['a', 'b'])
    expect(readHeaderLines('X-One: 1\nx-two:a:b')).toEqual({
      headers: [
        { name: 'X-One', value: '1' },
        { name: 'x-two', value: 'a:b' },
      ],
    })
    expect(readHeaderLines('ok: 1\nHost: elsewhere')).toEqual({
      problem: 'line 2 has a header name that cannot be set',
    })
    expect(readHeaderLines('a: \u2028')).toHaveProperty('problem')
    expect(readHeaderLines('no colon here')).toHaveProperty('problem')
  })
})

describe('a refusal', () => {
  it('points at the field and holds no value', () => {
    const schema = z.looseObject({ 'a/b': z.looseObject({ 'c~d': z.string() }) })
    const error = schema.safeParse({ 'a/b': { 'c~d': 4711 } }).error
    if (error === undefined) throw new Error('expected an error')
    expect(toRefusal({ endpoint: 'list', index: 3, base: ['data', 3], error })).toEqual({
      endpoint: 'list',
      index: 3,
      pointer: '/data/3/a~1b/c~0d',
      problem: 'is missing or not of the expected kind (string)',
    })
  })
})
