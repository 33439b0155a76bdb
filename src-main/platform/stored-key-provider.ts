import { randomBytes, scrypt } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { isDeepStrictEqual, promisify } from 'node:util'
import { AppError } from '#contract/errors'
import type { UnlockWay } from '#contract/workspace'
import { asideName } from './aside-name.ts'
import { keyMissing, keysDamaged, keysNewer, keysNotKept, keysThere, wrongKey } from './key-failures.ts'
import type { DataKeys, KeyProvider, UnlockWith } from './key-provider.ts'
import type { Keychain } from './keychain.ts'
import { isReadableByOthers, readIfThere, writeOwnerOnly } from './owner-only-file.ts'
import { readRecoveryPhrase } from './recovery-phrase.ts'
import {
  KeysFile,
  keysVersion,
  makeDataKeys,
  type ScryptParameters,
  unwrapKeys,
  unwrapRecovered,
  wrapForRecovery,
  wrapKeys,
} from './wrapped-keys.ts'

type ScryptOptions = { N: number; r: number; p: number; maxmem: number }
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** The same passphrase typed on two keyboards may differ in bytes; its normal form does not. */
function passphraseKey(passphrase: string, { N, r, p, salt }: ScryptParameters): Promise<Buffer> {
  // scrypt needs 128 * N * r bytes and refuses to go beyond maxmem, whose default is far below that.
  return derive(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, { N, r, p, maxmem: 256 * N * r })
}

const newKdf = (): ScryptParameters => ({
  name: 'scrypt',
  N: 2 ** 17,
  r: 8,
  p: 1,
  salt: randomBytes(32).toString('base64'),
})

function parseKeys(bytes: Buffer, name: string): KeysFile {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw keysDamaged(name, cause)
  }
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > keysVersion) throw keysNewer(name)
  const parsed = KeysFile.safeParse(value)
  if (!parsed.success) throw keysDamaged(name, parsed.error)
  return parsed.data
}

/** Reads the 32 bytes of a key file, null where it is not there. Throws where others can read it or it is cut. */
async function readKeyFile(path: string): Promise<Buffer | null> {
  const key = await readIfThere(path)
  if (key === null) return null
  if (await isReadableByOthers(path)) {
    throw keyMissing(
      `The key file ${path} can be read by other people on this computer, so it is not used. Let only yourself read it (on Linux and macOS: chmod 600 and the path) and start again.`,
      'the key file is readable by others',
    )
  }
  if (key.length !== 32) {
    throw keyMissing(
      `The key file ${path} is damaged: it has the wrong length. Put a good copy of it back and start again.`,
      `the key file has ${key.length} bytes`,
    )
  }
  return key
}

type ProviderInput = {
  keysFile: string
  keyFile: string
  /** The system's keychain; absent in a host that cannot reach one. */
  keychain?: Keychain
}

/**
 * Keeps the data keys in `keysFile` (JSON, safe to back up), wrapped by a passphrase through scrypt, by the random bytes
 * of `keyFile`, or by random bytes that only the system's keychain opens. The key file must be the owner's alone; the
 * host puts it outside the data folder.
 */
export function storedKeyProvider({ keysFile, keyFile, keychain }: ProviderInput): KeyProvider {
  const name = basename(keysFile)

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : keysNotKept(name, thrown)
    }
  }

  async function load(): Promise<KeysFile | null> {
    const bytes = await readIfThere(keysFile)
    return bytes === null ? null : parseKeys(bytes, name)
  }

  async function loadThere(): Promise<KeysFile> {
    const file = await load()
    if (file) return file
    throw keyMissing('This workspace has no keys yet. Create it first.', 'no keys are stored')
  }

  /** A file of the first version where nothing in it is newer. */
  const store = (file: KeysFile, path = keysFile): Promise<void> => {
    const version = file.unlock === 'keychain' || file.recovery !== undefined ? keysVersion : 1
    return writeOwnerOnly(path, Buffer.from(`${JSON.stringify({ ...file, version }, null, 2)}\n`))
  }

  const reachable = (): Keychain => {
    if (keychain) return keychain
    throw new AppError('keychain-missing', {
      blame: 'settings',
      tell: 'This workspace opens with the keychain of this computer, which only the desktop application can reach. Nothing was changed. Open the workspace there, or enter its recovery phrase here.',
      log: 'a keychain workspace in a host without one',
    })
  }

  /** The wrapped keys as they are stored; makes the key file where it is not there. */
  async function makeFile(keys: DataKeys, using: UnlockWith): Promise<KeysFile> {
    if (using.kind === 'passphrase') {
      const kdf = newKdf()
      const wrapped = wrapKeys(keys, await passphraseKey(using.passphrase, kdf), 'passphrase')
      return { version: 1, unlock: 'passphrase', kdf, wrapped }
    }
    if (using.kind === 'keychain') {
      const wrapping = randomBytes(32)
      const sealed = (await reachable().seal(wrapping.toString('base64'))).toString('base64')
      return { version: 2, unlock: 'keychain', sealed, wrapped: wrapKeys(keys, wrapping, 'keychain') }
    }
    // A key file that is there already may open something else, so it is used and never written over.
    let wrapping = await readKeyFile(keyFile)
    if (!wrapping) {
      wrapping = randomBytes(32)
      await writeOwnerOnly(keyFile, wrapping)
    }
    return { version: 1, unlock: 'key-file', wrapped: wrapKeys(keys, wrapping, 'key-file') }
  }

  /** The wrapping key, and the file with its key sealed anew where the keychain asks for that. */
  async function wrappingKeyOf(
    file: KeysFile,
    using: UnlockWith,
  ): Promise<{ wrapping: Buffer; anew: KeysFile | null }> {
    if (file.unlock === 'passphrase') {
      if (using.kind !== 'passphrase') {
        throw keyMissing('This workspace opens with a passphrase. Enter it to go on.', 'a passphrase is needed')
      }
      return { wrapping: await passphraseKey(using.passphrase, file.kdf), anew: null }
    }
    if (using.kind !== file.unlock) throw wrongKey(using.kind)
    if (file.unlock === 'keychain') {
      const { plain, resealed } = await reachable().open(Buffer.from(file.sealed, 'base64'))
      const anew = resealed && { ...file, sealed: resealed.toString('base64') }
      return { wrapping: Buffer.from(plain, 'base64'), anew }
    }
    const key = await readKeyFile(keyFile)
    if (key) return { wrapping: key, anew: null }
    throw keyMissing(
      `This workspace opens with the key file ${keyFile}, which is not there. Put it back and start again.`,
      'the key file is missing',
    )
  }

  /** Stores a text sealed anew, unless another program wrote the file meanwhile: what stands there opens still. */
  async function storeAnew(anew: KeysFile, file: KeysFile): Promise<void> {
    try {
      if (isDeepStrictEqual(await load(), file)) await store(anew)
    } catch {
      // A disk that takes nothing is told by the storage; the keychain asks again at the next start.
    }
  }

  /**
   * Keeps the keys as they were before a recovery under the first free name: they may yet open with the old keychain. Not
   * with the phrase, which stands in the new file: a newer phrase must leave the older one nothing to open.
   */
  async function keepFormer({ recovery: _, ...former }: KeysFile): Promise<void> {
    for (let number = 1; ; number++) {
      const path = join(dirname(keysFile), asideName(name, number))
      if ((await readIfThere(path)) === null) return store(former, path)
    }
  }

  const recoveryKey = (phrase: string, kdf: ScryptParameters): Promise<Buffer> =>
    passphraseKey(readRecoveryPhrase(phrase), kdf)

  return {
    ways: async () => {
      const passphrase: UnlockWay = { kind: 'passphrase', refused: null }
      if (!keychain) return [passphrase, { kind: 'key-file', refused: null }]
      try {
        await keychain.seal('is it there?')
        return [{ kind: 'keychain', refused: null }, passphrase]
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown
        return [passphrase, { kind: 'keychain', refused: thrown.tell }]
      }
    },
    stored: () =>
      guarded(async () => {
        const file = await load()
        if (file === null) return null
        return { unlock: file.unlock, recovery: file.recovery !== undefined, recovered: file.recovered === true }
      }),
    create: (using) =>
      guarded(async () => {
        if ((await readIfThere(keysFile)) !== null) throw keysThere()
        const keys = makeDataKeys()
        await store(await makeFile(keys, using))
        return keys
      }),
    unlock: (using) =>
      guarded(async () => {
        const file = await loadThere()
        const { wrapping, anew } = await wrappingKeyOf(file, using)
        const keys = unwrapKeys(file, wrapping)
        if (!keys) throw wrongKey(using.kind)
        if (anew) await storeAnew(anew, file)
        return keys
      }),
    keepRecovery: (phrase, { ledger }) =>
      guarded(async () => {
        const kdf = newKdf()
        const wrapping = await recoveryKey(phrase, kdf)
        const file = await loadThere()
        await store({ ...file, recovery: { kdf, ledger: wrapForRecovery(ledger, wrapping) } })
      }),
    recover: (phrase, using) =>
      guarded(async () => {
        const former = await loadThere()
        const { recovery } = former
        if (!recovery) {
          throw keyMissing(
            'No recovery phrase was kept for this workspace, so none can open it. Nothing was changed.',
            'no recovery phrase is stored',
          )
        }
        const ledger = unwrapRecovered(recovery.ledger, await recoveryKey(phrase, recovery.kdf))
        if (!ledger) throw wrongKey('recovery')
        const keys = { ...makeDataKeys(), ledger }
        const file = await makeFile(keys, using)
        const keep = () =>
          guarded(async () => {
            await keepFormer(former)
            await store({ ...file, recovery, recovered: true })
          })
        return { keys, keep }
      }),
    endRecovery: () =>
      guarded(async () => {
        const { recovered: _, ...file } = await loadThere()
        await store(file)
      }),
  }
}
