import { expect, it } from 'vitest'
import { onlyPlainText } from './trusted-types.ts'

it('lets style text pass and refuses anything that could be markup', () => {
  expect(onlyPlainText(':root{--a:1}')).toBe(':root{--a:1}')
  expect(() => onlyPlainText('<img src=x onerror=alert(1)>')).toThrow(TypeError)
})
