import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeyProvider } from './key-provider.ts'
import { storedKeyProvider } from './stored-key-provider.ts'

const code = (value: string) => expect.objectContaining({ code: value })
const withPassphrase = { kind: 'passphrase', passphrase: 'correct horse café' } as const
const withKeyFile = { kind: 'key-file' } as const

let folder: string
let keysFile: string
let keyFile: string
let provider: KeyProvider
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  keysFile = join(folder, 'workspace', 'keys.json')
  keyFile = join(folder, 'elsewhere', 'workspace.key')
  provider = storedKeyProvider({ keysFile, keyFile })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const everything = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name)).toString('latin1')] as const)

describe('a passphrase', () => {
  it('gives the same three keys back, typed in either form of its letters', async () => {
    expect(await provider.stored()).toBeNull()
    const keys = await provider.create(withPassphrase)
    expect(await provider.stored()).toBe('passphrase')
    const decomposed = withPassphrase.passphrase.normalize('NFD')
    expect(await provider.unlock({ kind: 'passphrase', passphrase: decomposed })).toEqual(keys)
    const different = new Set([keys.credentials, keys.cache, keys.ledger].map((key) => key.toString('hex')))
    expect([...different].map((key) => key.length)).toEqual([64, 64, 64])
  })

  it('that is wrong opens nothing and changes nothing', async () => {
    await provider.create(withPassphrase)
    const before = everything()
    const attempt = provider.unlock({ kind: 'passphrase', passphrase: 'correct horse cafe' })
    await expect(attempt).rejects.toThrow(code('workspace-wrong-key'))
    await expect(provider.unlock(withKeyFile)).rejects.toThrow(code('workspace-key-missing'))
    expect(everything()).toEqual(before)
  })

  it('leaves one owner-only file with neither passphrase nor keys in it', async () => {
    const keys = await provider.create(withPassphrase)
    const [[name, text] = ['', ''], ...others] = everything()
    expect([name, others, statSync(keysFile).mode & 0o777]).toEqual(['keys.json', [], 0o600])
    const hidden = [
      withPassphrase.passphrase,
      ...Object.values(keys).flatMap((key) => [key.toString('hex'), key.toString('base64')]),
    ]
    expect(hidden.filter((secret) => text.includes(secret))).toEqual([])
    expect(JSON.parse(text).kdf).toMatchObject({ name: 'scrypt', N: 131072, r: 8, p: 1 })
  })
})

describe('a key file', () => {
  it('gives the same keys back and is the owner’s alone', async () => {
    const keys = await provider.create(withKeyFile)
    expect([await provider.stored(), statSync(keyFile).mode & 0o777, statSync(keyFile).size]).toEqual([
      'key-file',
      0o600,
      32,
    ])
    expect(await storedKeyProvider({ keysFile, keyFile }).unlock(withKeyFile)).toEqual(keys)
  })

  it.each([0o640, 0o604, 0o620])('that others may use (%o) is refused, with what to do', async (mode) => {
    await provider.create(withKeyFile)
    chmodSync(keyFile, mode)
    const refusal = { code: 'workspace-key-missing', tell: expect.stringContaining('chmod 600') }
    await expect(provider.unlock(withKeyFile)).rejects.toThrow(expect.objectContaining(refusal))
  })

  it('that is missing, cut or of another workspace opens nothing', async () => {
    await provider.create(withKeyFile)
    writeFileSync(keyFile, randomBytes(32))
    await expect(provider.unlock(withKeyFile)).rejects.toThrow(code('workspace-wrong-key'))
    writeFileSync(keyFile, randomBytes(31))
    await expect(provider.unlock(withKeyFile)).rejects.toThrow(code('workspace-key-missing'))
    rmSync(keyFile)
    await expect(provider.unlock(withKeyFile)).rejects.toThrow(code('workspace-key-missing'))
    await expect(provider.unlock(withPassphrase)).rejects.toThrow(code('workspace-wrong-key'))
  })

  it('that is there already is used, never written over', async () => {
    await provider.create(withKeyFile)
    const before = readFileSync(keyFile)
    const second = storedKeyProvider({ keysFile: join(folder, 'second', 'keys.json'), keyFile })
    const keys = await second.create(withKeyFile)
    expect(readFileSync(keyFile).equals(before)).toBe(true)
    expect(await second.unlock(withKeyFile)).toEqual(keys)
  })
})

describe('stored keys', () => {
  it('are never replaced by new ones', async () => {
    const keys = await provider.create(withKeyFile)
    await expect(provider.create(withPassphrase)).rejects.toThrow(code('in-use'))
    expect(await provider.unlock(withKeyFile)).toEqual(keys)
  })

  it('are asked for where there are none', async () => {
    await expect(provider.unlock(withKeyFile)).rejects.toThrow(code('workspace-key-missing'))
  })

  it.each([
    ['cut', (text: string) => text.slice(0, 40), 'workspace-damaged'],
    ['of another shape', () => '{"version":1,"unlock":"key-file"}', 'workspace-damaged'],
    ['from a newer program', () => '{"version":3}', 'workspace-newer'],
    ['made cheap to guess', (text: string) => text.replace('131072', '2'), 'workspace-damaged'],
  ])('that are %s are named and left as they are', async (_, spoil, expected) => {
    await provider.create(withPassphrase)
    writeFileSync(keysFile, spoil(readFileSync(keysFile, 'utf8')))
    const before = everything()
    await expect(provider.stored()).rejects.toThrow(code(expected))
    await expect(provider.unlock(withPassphrase)).rejects.toThrow(code(expected))
    await expect(provider.create(withPassphrase)).rejects.toThrow(code('in-use'))
    expect(everything()).toEqual(before)
  })
})
