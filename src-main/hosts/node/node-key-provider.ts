import { randomBytes, scrypt } from 'node:crypto'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '#contract/errors'
import type { DataKeys, KeyProvider, UnlockWith } from '../../platform/key-provider.ts'
import { isReadableByOthers, readIfThere, writeOwnerOnly } from './owner-only-file.ts'
import { KeysFile, makeDataKeys, type ScryptParameters, unwrapKeys, wrapKeys } from './wrapped-keys.ts'

type ScryptOptions = { N: number; r: number; p: number; maxmem: number }
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** The same passphrase typed on two keyboards may differ in bytes; its normal form does not. */
function passphraseKey(passphrase: string, { N, r, p, salt }: ScryptParameters): Promise<Buffer> {
  // scrypt needs 128 * N * r bytes and refuses to go beyond maxmem, whose default is far below that.
  return derive(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, { N, r, p, maxmem: 256 * N * r })
}

const keysDamaged = (name: string, cause?: unknown): AppError =>
  new AppError('workspace-damaged', {
    blame: 'settings',
    tell: `The file ${name}, which holds the locked keys of this workspace, is damaged. Nothing was changed. Put a good copy of it back from a backup of this computer: without it the workspace cannot be opened.`,
    log: `${name} does not have its shape`,
    cause,
  })

const keysNewer = (name: string): AppError =>
  new AppError('workspace-newer', {
    blame: 'settings',
    tell: `The file ${name} of this workspace was written by a newer Plumbline. Nothing was changed. Open the workspace with that version, or install the newest one here.`,
    log: `${name} has another version`,
  })

const wrongKey = (kind: UnlockWith['kind']): AppError =>
  new AppError('workspace-wrong-key', {
    blame: 'settings',
    tell:
      kind === 'passphrase'
        ? 'This passphrase does not open the workspace. Check capital letters and the keyboard language, and try again.'
        : 'The key file on this computer does not open the workspace: it belongs to another one. Put the right key file back and start again.',
    log: `the ${kind} does not open the keys`,
  })

const keyMissing = (tell: string, log: string): AppError =>
  new AppError('workspace-key-missing', { blame: 'settings', tell, log })

const notKept = (name: string, cause: unknown): AppError =>
  new AppError((cause as { code?: unknown } | null)?.code === 'ENOSPC' ? 'disk-full' : 'storage-failed', {
    blame: 'settings',
    tell: `The file ${name} could not be read or written. Check that the disk is connected, has room and may be written by you, then try again.`,
    log: `${name}: ${String((cause as { code?: unknown } | null)?.code)}`,
    cause,
  })

function parseKeys(bytes: Buffer, name: string): KeysFile {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw keysDamaged(name, cause)
  }
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > 1) throw keysNewer(name)
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

async function wrappingKeyOf(file: KeysFile, using: UnlockWith, keyFile: string): Promise<Buffer> {
  if (file.unlock === 'passphrase') {
    if (using.kind !== 'passphrase') {
      throw keyMissing('This workspace opens with a passphrase. Enter it to go on.', 'a passphrase is needed')
    }
    return passphraseKey(using.passphrase, file.kdf)
  }
  if (using.kind !== 'key-file') throw wrongKey(using.kind)
  const key = await readKeyFile(keyFile)
  if (key) return key
  throw keyMissing(
    `This workspace opens with the key file ${keyFile}, which is not there. Put it back and start again.`,
    'the key file is missing',
  )
}

/**
 * Keeps the data keys in `keysFile` (JSON, safe to back up), wrapped by a passphrase through scrypt or by the random
 * bytes of `keyFile`. That file must be the owner's alone; the host puts it outside the data folder.
 */
export function nodeKeyProvider({ keysFile, keyFile }: { keysFile: string; keyFile: string }): KeyProvider {
  const name = basename(keysFile)

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : notKept(name, thrown)
    }
  }

  async function load(): Promise<KeysFile | null> {
    const bytes = await readIfThere(keysFile)
    return bytes === null ? null : parseKeys(bytes, name)
  }

  async function makeFile(keys: DataKeys, using: UnlockWith): Promise<KeysFile> {
    if (using.kind === 'passphrase') {
      const salt = randomBytes(32).toString('base64')
      const kdf: ScryptParameters = { name: 'scrypt', N: 2 ** 17, r: 8, p: 1, salt }
      const wrapped = wrapKeys(keys, await passphraseKey(using.passphrase, kdf), 'passphrase')
      return { version: 1, unlock: 'passphrase', kdf, wrapped }
    }
    // A key file that is there already may open something else, so it is used and never written over.
    let wrapping = await readKeyFile(keyFile)
    if (!wrapping) {
      wrapping = randomBytes(32)
      await writeOwnerOnly(keyFile, wrapping)
    }
    return { version: 1, unlock: 'key-file', wrapped: wrapKeys(keys, wrapping, 'key-file') }
  }

  return {
    stored: () => guarded(async () => (await load())?.unlock ?? null),
    create: (using) =>
      guarded(async () => {
        if ((await readIfThere(keysFile)) !== null) {
          throw new AppError('in-use', {
            blame: 'settings',
            tell: 'This workspace has keys already. Unlock it, or choose an empty folder for a new one.',
            log: 'keys are stored already',
          })
        }
        const keys = makeDataKeys()
        const file = await makeFile(keys, using)
        await writeOwnerOnly(keysFile, Buffer.from(`${JSON.stringify(file, null, 2)}\n`))
        return keys
      }),
    unlock: (using) =>
      guarded(async () => {
        const file = await load()
        if (!file) throw keyMissing('This workspace has no keys yet. Create it first.', 'no keys are stored')
        const keys = unwrapKeys(file, await wrappingKeyOf(file, using, keyFile))
        if (!keys) throw wrongKey(using.kind)
        return keys
      }),
  }
}
