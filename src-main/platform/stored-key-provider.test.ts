import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testKeychain } from '../../e2e/world/test-keychain.ts'
import type { KeyProvider } from './key-provider.ts'
import { newRecoveryPhrase } from './recovery-phrase.ts'
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
    expect(await provider.stored()).toEqual({ unlock: 'passphrase', recovery: false, recovered: false })
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
    expect(await provider.stored()).toEqual({ unlock: 'key-file', recovery: false, recovered: false })
    expect([statSync(keyFile).mode & 0o777, statSync(keyFile).size]).toEqual([0o600, 32])
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

describe('a keychain', () => {
  const withKeychain = { kind: 'keychain' } as const
  let keyring: ReturnType<typeof testKeychain>['keyring']
  let keychain: ReturnType<typeof testKeychain>['keychain']
  let desk: KeyProvider
  beforeEach(() => {
    ;({ keyring, keychain } = testKeychain())
    desk = storedKeyProvider({ keysFile, keyFile, keychain })
  })

  it('opens the keys without anything to type, and nothing of them stands in the file', async () => {
    const keys = await desk.create(withKeychain)
    expect(await desk.stored()).toEqual({ unlock: 'keychain', recovery: false, recovered: false })
    expect(await desk.unlock(withKeychain)).toEqual(keys)
    const [[name, text] = ['', ''], ...others] = everything()
    expect([name, others, statSync(keysFile).mode & 0o777]).toEqual(['keys.json', [], 0o600])
    const hidden = Object.values(keys).flatMap((key) => [key.toString('hex'), key.toString('base64')])
    expect(hidden.filter((secret) => text.includes(secret))).toEqual([])
  })

  const secret = randomBytes(16)
  it.each([
    ['is gone', () => (keyring.now = 'gone'), 'keychain-missing'],
    ['is busy', () => (keyring.now = 'busy'), 'keychain-busy'],
    ['was replaced', () => keyring.replace(), 'keychain-changed'],
    ['cannot be reached by this host', () => (desk = provider), 'keychain-missing'],
  ])('that %s is named, changes no byte, and gives the same keys once it is back', async (_, happen, expected) => {
    keyring.replace(secret)
    const keys = await desk.create(withKeychain)
    const before = everything()
    happen()
    for (const attempt of [1, 2]) {
      await expect(desk.unlock(withKeychain), `attempt ${attempt}`).rejects.toThrow(code(expected))
    }
    expect(everything()).toEqual(before)
    keyring.now = 'there'
    keyring.replace(secret)
    expect(await storedKeyProvider({ keysFile, keyFile, keychain }).unlock(withKeychain)).toEqual(keys)
    expect(everything()).toEqual(before)
  })

  it('that protects nothing gets no keys, and is offered last with its reason', async () => {
    expect(await desk.ways()).toEqual([
      { kind: 'keychain', refused: null },
      { kind: 'passphrase', refused: null },
    ])
    keyring.now = 'gone'
    await expect(desk.create(withKeychain)).rejects.toThrow(code('keychain-unprotected'))
    expect(everything()).toEqual([])
    expect(await desk.ways()).toEqual([
      { kind: 'passphrase', refused: null },
      { kind: 'keychain', refused: expect.stringContaining('protects') },
    ])
  })

  it('whose text is sealed with the key that everybody knows is not opened, and nothing is changed', async () => {
    await desk.create(withKeychain)
    keyring.now = 'gone'
    const sealed = (await keyring.encryptStringAsync(randomBytes(32).toString('base64'))).toString('base64')
    const file = JSON.parse(readFileSync(keysFile, 'utf8'))
    writeFileSync(keysFile, JSON.stringify({ ...file, sealed }))
    const before = everything()
    for (const now of ['gone', 'there'] as const) {
      keyring.now = now
      await expect(desk.unlock(withKeychain)).rejects.toThrow(code('keychain-unprotected'))
    }
    expect(everything()).toEqual(before)
  })

  it('that was rotated has the key sealed anew once, and the wrapped keys stay as they are', async () => {
    const keys = await desk.create(withKeychain)
    const before = JSON.parse(readFileSync(keysFile, 'utf8'))
    keyring.rotate()
    expect(await desk.unlock(withKeychain)).toEqual(keys)
    const after = JSON.parse(readFileSync(keysFile, 'utf8'))
    expect(after).toEqual({ ...before, sealed: expect.any(String) })
    expect(after.sealed).not.toBe(before.sealed)
    const anew = everything()
    expect(await desk.unlock(withKeychain)).toEqual(keys)
    expect(everything()).toEqual(anew)
  })

  it('keeps the old text, and opens, where the new one cannot be written', async () => {
    const keys = await desk.create(withKeychain)
    keyring.rotate()
    // A name so long that a file beside it, under a longer one, cannot be made.
    const long = join(dirname(keysFile), `${'k'.repeat(240)}.json`)
    renameSync(keysFile, long)
    const before = everything()
    expect(await storedKeyProvider({ keysFile: long, keyFile, keychain }).unlock(withKeychain)).toEqual(keys)
    expect(everything()).toEqual(before)
    renameSync(long, keysFile)
    expect(await desk.unlock(withKeychain)).toEqual(keys)
    expect(everything()).not.toEqual(before)
  })

  it('does not write over what another program stored while it was asked', async () => {
    const keys = await desk.create(withKeychain)
    const other = JSON.stringify({ ...JSON.parse(readFileSync(keysFile, 'utf8')), recovered: true })
    keyring.rotate()
    const open: typeof keychain.open = async (sealed) => {
      const opened = await keychain.open(sealed)
      writeFileSync(keysFile, other)
      return opened
    }
    const late = storedKeyProvider({ keysFile, keyFile, keychain: { ...keychain, open } })
    expect(await late.unlock(withKeychain)).toEqual(keys)
    expect(readFileSync(keysFile, 'utf8')).toBe(other)
  })

  it('does not have keys of another workspace sealed anew over those that stand there', async () => {
    await desk.create(withKeychain)
    const { sealed } = JSON.parse(readFileSync(keysFile, 'utf8'))
    rmSync(keysFile)
    await desk.create(withKeychain)
    writeFileSync(keysFile, JSON.stringify({ ...JSON.parse(readFileSync(keysFile, 'utf8')), sealed }))
    keyring.rotate()
    const before = everything()
    await expect(desk.unlock(withKeychain)).rejects.toThrow(code('workspace-wrong-key'))
    expect(everything()).toEqual(before)
  })
})

describe('a recovery phrase', () => {
  it('opens the ledger’s key beside fresh others, stores nothing before it is told to, and keeps the former file', async () => {
    const { keyring, keychain } = testKeychain()
    const desk = storedKeyProvider({ keysFile, keyFile, keychain })
    const keys = await desk.create({ kind: 'keychain' })
    const [first, phrase] = [newRecoveryPhrase(), newRecoveryPhrase()]
    await desk.keepRecovery(first, keys)
    await desk.keepRecovery(phrase, keys)
    expect(await desk.stored()).toEqual({ unlock: 'keychain', recovery: true, recovered: false })
    expect(await desk.unlock({ kind: 'keychain' })).toEqual(keys)
    keyring.replace()
    const before = everything()
    expect(before.map(([, text]) => text).join()).not.toContain(phrase.slice(0, 20))

    // The newer phrase voids the older one.
    await expect(desk.recover(first, withKeyFile)).rejects.toThrow(code('workspace-wrong-key'))
    await expect(desk.recover(phrase.replace(/\w+$/, 'zzz'), withKeyFile)).rejects.toThrow(code('bad-input'))
    const recovered = await desk.recover(phrase.toUpperCase().replaceAll(' ', '\n'), { kind: 'keychain' })
    expect(recovered.keys.ledger).toEqual(keys.ledger)
    expect(recovered.keys.cache).not.toEqual(keys.cache)
    expect(recovered.keys.credentials).not.toEqual(keys.credentials)
    expect(everything()).toEqual(before)

    await recovered.keep()
    // The former file opens with the keychain it was made with, and with no phrase any more.
    const [[, former] = ['', '{}']] = before
    const { recovery: _, ...without } = JSON.parse(former)
    const aside = everything().filter(([name]) => name !== 'keys.json')
    expect(aside.map(([name, text]) => [name, JSON.parse(text)])).toEqual([['keys-before-recovery-1.json', without]])
    expect(await desk.stored()).toEqual({ unlock: 'keychain', recovery: true, recovered: true })
    await desk.endRecovery()
    expect(await desk.stored()).toEqual({ unlock: 'keychain', recovery: true, recovered: false })
    expect(await desk.unlock({ kind: 'keychain' })).toEqual(recovered.keys)
  })

  it('that was never kept opens nothing', async () => {
    await provider.create(withKeyFile)
    await expect(provider.recover(newRecoveryPhrase(), withKeyFile)).rejects.toThrow(code('workspace-key-missing'))
  })
})

/** As release 0.4.0 wrote them, with what it gave back. */
const release4 = {
  passphrase: {
    file: {
      version: 1,
      unlock: 'passphrase',
      kdf: { name: 'scrypt', N: 131072, r: 8, p: 1, salt: 'yhNftyyl520Qf3q28AgTLrk5w521JPOsM/wlK/LadaQ=' },
      wrapped: {
        credentials: {
          iv: 'YmMgcX+j16KuZQ+n',
          tag: 'N+2gLaKqxw6DA35wDVA3bA==',
          data: 'YRQLm4ZatvLFxNpnTLpOibTzBYyMdzxHjv4jyMMhgxo=',
        },
        cache: {
          iv: 'Q17PvhQwKXxt89TP',
          tag: 'NEpn6tfmalznAC6mWJ817g==',
          data: '6Fhc4m6G5dmKyllCDmpHqlrfVpEYWvCIhdEXpSWJGXM=',
        },
        ledger: {
          iv: 'GoE/bxwIElo5GHdc',
          tag: '1Rc1EbTr1ISrnCYWYDwTlg==',
          data: 'ftinGERIOb26VWIAQU8Taha80s9aciSd2Z/d+eSBZ8Q=',
        },
      },
    },
    keys: [
      'fiPZH2Z6yKH5EBRqAnw07havlmb85sHKTBqDSW6z79U=',
      'RTROaA6/cu7kAD3Hc/JQvRgI8xzIWHTfIQF+a59VNIY=',
      'W/i/EXBUUom5R0mNIhBGz4apmGAD+qNyJ6/jI94McM0=',
    ],
    keyFile: null,
    using: { kind: 'passphrase', passphrase: 'an invented passphrase' },
  },
  'key-file': {
    file: {
      version: 1,
      unlock: 'key-file',
      wrapped: {
        credentials: {
          iv: 'wgBVGfltoCJg2LlI',
          tag: 'qGikUpv4R6ecnFVx8dSUrw==',
          data: 'bEFyb88XnkOJMkVTSsbhs/Ih366AUoiwD41kJO35QhE=',
        },
        cache: {
          iv: 'VyR59hgbYfX7MTsU',
          tag: '/qdkHpAFu4YauiYe30v5Sg==',
          data: 'Yts2QRO6cFnIizWLa9YNZr+o+rk7aOyvOwiqTZ6LOJU=',
        },
        ledger: {
          iv: 'KZNOtEWY8MLV0tS4',
          tag: 'hNFLeOnPMf6L5AXTvd32vA==',
          data: 'vkiyEOJu0QpkJHZApDTh2xeUHQx7my9xbWol40Ae/eo=',
        },
      },
    },
    keys: [
      'FA+1iARRNFuu5+e6lFk1Glaf6IgZoO9lDOy3zAVz8xc=',
      '0i92249wKANU891vYiJxWUGw/+cqKRmW8Anp4X0phzk=',
      'gfZuA6CrFUGEtN9Lspk5uavFuSNcRdLiBqPJI3a2pU8=',
    ],
    keyFile: 'w3Wni3he9wlmrgmkUh6IlTNpSpyC+tiqrToOFJCxja4=',
    using: { kind: 'key-file' },
  },
} as const

it.each(['passphrase', 'key-file'] as const)(
  'opens the %s keys of release 0.4.0 and leaves their file',
  async (kind) => {
    const { file, keys, keyFile: stored, using } = release4[kind]
    mkdirSync(dirname(keysFile))
    writeFileSync(keysFile, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
    if (stored !== null) {
      mkdirSync(dirname(keyFile))
      writeFileSync(keyFile, Buffer.from(stored, 'base64'), { mode: 0o600 })
    }
    const before = everything()
    const { credentials, cache, ledger } = await provider.unlock(using)
    expect([credentials, cache, ledger].map((key) => key.toString('base64'))).toEqual(keys)
    expect(await provider.stored()).toEqual({ unlock: kind, recovery: false, recovered: false })
    expect(everything()).toEqual(before)
  },
)
