import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseVendorJson } from './parse-vendor-json.ts'

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

/** Values with what could be mistaken for structure inside their texts. */
const value = fc.array(
  fc.oneof(fc.jsonValue(), fc.string({ unit: fc.constantFrom('"', '\\', '{', '[', '}', ']', 'a') })),
)

it('counts the nesting of the values, and nothing that stands inside a text', () => {
  fc.assert(
    fc.property(value, (one) => {
      const text = JSON.stringify(one)
      const depth = depthOf(one)
      expect('value' in parseVendorJson(text, depth)).toBe(true)
      expect(parseVendorJson(text, depth - 1)).toEqual({ problem: 'too-deep' })
    }),
  )
})

it('tells an answer that ends inside a value, wherever that is', () => {
  fc.assert(
    fc.property(value, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
      const text = JSON.stringify(one)
      const end = Math.min(text.length - 1, 1 + Math.floor(share * text.length))
      fc.pre(end >= 1)
      expect(parseVendorJson(text.slice(0, end), 64)).toEqual({ problem: 'truncated' })
    }),
  )
})
