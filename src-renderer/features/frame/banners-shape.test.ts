import { expect, it } from 'vitest'
import { goneWords, phraseNotice } from './banners-shape.ts'

it('speaks of the terminal in a browser only, and of the reason where the application told one', () => {
  const told = goneWords('desktop', 'The core ended (exit code 9). It is being started again.')
  expect(goneWords('browser', '')).toContain('terminal window')
  expect([told, goneWords('desktop', '')].filter((words) => /terminal|page/.test(words))).toEqual([])
  expect(told).toContain('exit code 9')
})

it('warns of a missing recovery phrase where something can be forgotten, and for good where it can be lost', () => {
  const workspace = { unlock: 'passphrase' as const, recovery: false, demo: false }
  const words = [
    workspace,
    { ...workspace, unlock: 'keychain' as const },
    { ...workspace, unlock: 'key-file' as const },
    { ...workspace, recovery: true },
    { ...workspace, demo: true },
  ].map((info) => phraseNotice(info))
  expect(words.map((said) => said?.lasting ?? null)).toEqual([false, true, null, null, null])
})
