import { expect, it } from 'vitest'
import type { ErrorCode } from '#contract/errors'
import { lostKeysTitle } from './lost-keys-shape.ts'

const codes: ErrorCode[] = [
  'keychain-missing',
  'keychain-changed',
  'keychain-busy',
  'keychain-unprotected',
  'workspace-key-missing',
  'workspace-wrong-key',
]

it('names each way of losing the keys apart from the others, and from any other failure', () => {
  const titles = [...codes, 'disk-full' as const].map((code) => lostKeysTitle(code, 'desktop'))
  expect(new Set(titles).size).toBe(codes.length + 1)
})

it('tells a browser that only the desktop application reaches the keychain', () => {
  expect(lostKeysTitle('keychain-missing', 'browser')).toBe('This workspace opens in the desktop application')
})
