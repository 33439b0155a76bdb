import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { makeSecretBox } from './secret-box.ts'

const box = makeSecretBox(randomBytes(32))
const damaged = expect.objectContaining({ code: 'workspace-damaged' })

it('gives back what it sealed, in the same context', () => {
  expect(box.unseal(box.seal('pässword ✓', 'connection/1'), 'connection/1')).toBe('pässword ✓')
  expect(box.unseal(box.seal('', 'connection/1'), 'connection/1')).toBe('')
})

it('never seals the same text twice alike, and hides it', () => {
  const [one, two] = [box.seal('canary-4410', 'a'), box.seal('canary-4410', 'a')]
  expect(one.equals(two)).toBe(false)
  expect(one.toString('latin1')).not.toContain('canary')
})

it('does not open a text in another context or under another key', () => {
  const sealed = box.seal('secret', 'connection/1')
  expect(() => box.unseal(sealed, 'connection/2')).toThrow(damaged)
  expect(() => makeSecretBox(randomBytes(32)).unseal(sealed, 'connection/1')).toThrow(damaged)
})

it('does not open a text of which any byte was changed or cut off', () => {
  const sealed = box.seal('secret', 'a')
  for (let at = 0; at < sealed.length; at += 1) {
    const bad = Buffer.from(sealed)
    bad.writeUInt8(bad.readUInt8(at) ^ 1, at)
    expect(() => box.unseal(bad, 'a')).toThrow(damaged)
    expect(() => box.unseal(sealed.subarray(0, at), 'a')).toThrow(damaged)
  }
})
