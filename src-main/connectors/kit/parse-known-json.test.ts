import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseKnownJson } from './parse-known-json.ts'
import { parseVendorJson } from './parse-vendor-json.ts'

/** Values with what could be mistaken for structure or for the list's name inside their texts. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: fc.constantFrom('"', '\\', '{', '[', '}', ']', ',', ':', 'data', ' ') }),
)
const element = fc.dictionary(fc.constantFrom('id', 'data', 'b'), value)
const body = fc
  .tuple(
    fc.dictionary(fc.constantFrom('a', 'links', 'dat'), value),
    fc.array(element, { maxLength: 6 }),
    fc.dictionary(fc.constantFrom('meta', 'x'), value),
  )
  .map(([before, data, after]) => ({ ...before, data, ...after }))

const remembering = () => {
  const numbers = new Map<string, number>()
  return {
    numbers,
    known: { answer: () => false, list: 'data', element: (digest: string) => numbers.get(digest) ?? null },
  }
}

it('leaves out exactly the elements that are kept, and parses the rest as it always does', () => {
  fc.assert(
    fc.property(body, fc.func(fc.boolean()), fc.constantFrom(undefined, 2), (one, keeps, indent) => {
      const text = JSON.stringify(one, null, indent)
      const { known, numbers } = remembering()
      const whole = parseKnownJson(text, 64, known)
      const plain = parseVendorJson(text, 64)
      if (!('value' in whole) || !whole.elements) throw new Error('the list was not found')
      expect({ value: whole.value }).toEqual(plain)
      expect(whole.elements.kept).toEqual(one.data.map(() => null))
      whole.elements.digests.forEach((digest, at) => {
        if (keeps(digest)) numbers.set(digest, at)
      })
      const again = parseKnownJson(text, 64, known)
      if (!('value' in again) || !again.elements) throw new Error('the list was not found again')
      expect(again.elements.digests).toEqual(whole.elements.digests)
      const { kept } = again.elements
      expect(kept.map((number) => number !== null)).toEqual(whole.elements.digests.map((digest) => keeps(digest)))
      // What stands under the number is the very element that was left out.
      const filled = (again.value as typeof one).data.map((parsed, at) => {
        const number = kept[at] ?? null
        return number === null ? parsed : (whole.value as typeof one).data[number]
      })
      expect({ value: { ...(again.value as object), data: filled } }).toEqual(plain)
    }),
  )
})

it.each([
  ['no list of that name', '{"items":[{"id":1}]}'],
  ['the list deeper down', '{"page":{"data":[{"id":1}]}}'],
  ['the list twice', '{"data":[{"id":1}],"data":[{"id":2}]}'],
  ['the list twice, once in another writing', '{"data":[{"id":1}],"d\\u0061ta":[{"id":2}]}'],
  ['numbers in the list', '{"data":[{"id":1},2]}'],
  ['lists in the list', '{"data":[{"id":1},[{"id":2}]]}'],
  ['nothing in a place', '{"data":[{"id":1},null]}'],
  ['a list on top', '[{"data":[{"id":1}]}]'],
  ['a text like the name before another list', '{"a":"data","b":[{"id":1}]}'],
])('takes an answer with %s as it always does', (_, text) => {
  for (const kept of [1, null]) {
    const known = { answer: () => false, list: 'data', element: () => kept }
    expect(parseKnownJson(text, 64, known)).toEqual(parseVendorJson(text, 64))
  }
})

it('tells a problem of the body as it always does, whatever is known', () => {
  const { known } = remembering()
  const knowsAll = { ...known, element: () => 1 }
  const deep = `{"data":[{"id":1}],"meta":${'['.repeat(70)}${']'.repeat(70)}}`
  for (const text of ['<html>', '{"data":[{"id":1},{"id"', '{"data":[{"id":1}]', deep, '{"data":[{"id":1}],"meta":}']) {
    expect(parseKnownJson(text, 64, knowsAll)).toEqual(parseVendorJson(text, 64))
    expect(parseVendorJson(text, 64)).toHaveProperty('problem')
  }
})
