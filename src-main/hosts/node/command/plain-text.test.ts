import { expect, it } from 'vitest'
import { plainText } from './plain-text.ts'

it('takes out what would move a terminal’s cursor, add a line or turn the text around, and leaves names alone', () => {
  expect(plainText('Zoë\u001b[2J\r\nŁucja\u202eX\u009bK')).toBe('Zoë [2J  Łucja X K')
})
