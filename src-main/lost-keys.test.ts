import { mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { toErrorData } from '#contract/errors'
import { fromMs } from '#contract/time'
import { filePrints } from '../e2e/world/file-prints.ts'
import { startTestApp, type TestApp } from '../e2e/world/test-app.ts'
import { testKeychain } from '../e2e/world/test-keychain.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../e2e/world/two-systems.ts'
import { systemClock } from './platform/clock.ts'
import type { KeyProvider } from './platform/key-provider.ts'
import { newRecoveryPhrase } from './platform/recovery-phrase.ts'
import { storedKeyProvider } from './platform/stored-key-provider.ts'
import { listAudit } from './storage/audit-store.ts'
import { makeReadDb } from './storage/database.ts'
import { connectEncrypted } from './storage/encrypted-connection.ts'

const unlock = { kind: 'keychain' } as const

let test: TestApp
let two: TwoSystems | null = null
afterEach(async () => {
  await test.close()
  await two?.close()
  two = null
})

/** A new folder and the keys of a desktop application in it. */
function makePlace() {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-keys-'))
  const { keyring, keychain } = testKeychain()
  const paths = { keysFile: join(folder, 'keys.json'), keyFile: join(folder, 'unlock.key') }
  return { folder, keyring, keyProvider: storedKeyProvider({ ...paths, keychain }) }
}

const stateOf = async ({ client }: TestApp) => (await client.workspace.info({})).state
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (thrown: unknown) => toErrorData(thrown).code,
  )

describe('a workspace in a keychain', () => {
  it('names what is wrong with it each time it is asked, changes nothing, and opens once that is over', async () => {
    const { folder, keyring, keyProvider } = makePlace()
    test = await startTestApp({ folder, keyProvider })
    expect((await test.client.workspace.create({ operator: 'Ada Invented', unlock })).state).toEqual({ state: 'open' })
    await test.client.workspace.lock({})
    const before = filePrints(folder)
    for (const [now, expected] of [
      ['gone', 'keychain-missing'],
      ['busy', 'keychain-busy'],
      ['early', 'keychain-missing'],
    ] as const) {
      keyring.now = now
      test = await test.reopen()
      const named = { state: 'failed', retry: true, error: { code: expected, blame: 'settings' } }
      expect(await stateOf(test)).toMatchObject(named)
      // Locking, as idle time does, leaves the reason on the screen.
      expect((await test.client.workspace.lock({})).state).toMatchObject(named)
      expect((await test.client.workspace.unlock({})).state).toMatchObject(named)
      expect(await codeOf(test.client.facilities.list({}))).toBe(expected)
      expect(filePrints(folder)).toEqual(before)
    }
    keyring.now = 'there'
    const { state, operator } = await test.client.workspace.unlock({})
    expect([state, operator]).toEqual([{ state: 'open' }, 'Ada Invented'])
    expect((await test.client.workspace.lock({})).state).toEqual({ state: 'locked', wrongKey: false, retryAt: null })
    expect((await test.client.workspace.unlock({})).state).toEqual({ state: 'open' })
  })

  it('is not made where the keychain protects nothing', async () => {
    const { folder, keyring, keyProvider } = makePlace()
    test = await startTestApp({ folder, keyProvider })
    keyring.now = 'gone'
    expect(await codeOf(test.client.workspace.create({ operator: 'Ada Invented', unlock }))).toBe(
      'keychain-unprotected',
    )
    expect([await stateOf(test), readdirSync(folder)]).toEqual([{ state: 'new' }, ['workspace.lock']])
  })
})

describe('the keys of a workspace', () => {
  const create = { operator: 'Ada Invented', unlock: { kind: 'key-file' } } as const

  it('are made by one of two programs that start it at the same moment, and the other one opens with them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-keys-'))
    test = await startTestApp({ folder })
    const second = await startTestApp({ folder })
    const both = [test, second]
    const ends = await Promise.allSettled(both.map(({ client }) => client.workspace.create(create)))
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const late = both[ends.findIndex(({ status }) => status === 'rejected')]
    if (!late) throw new Error('both made keys')
    expect(await codeOf(late.client.workspace.create(create))).toBe('bad-input')
    expect((await late.client.workspace.unlock({})).state).toMatchObject({ state: 'viewing' })
    for (const one of both) await one.app.close()
    test = await test.reopen()
    expect(await test.client.workspace.info({})).toMatchObject({ state: { state: 'open' }, operator: 'Ada Invented' })
  })

  it('are looked at anew where another program gave the workspace other ones', async () => {
    const { folder, keyring, keyProvider } = makePlace()
    test = await startTestApp({ folder, keyProvider })
    await test.client.workspace.create({ operator: 'Ada Invented', unlock })
    await test.client.workspace.lock({})
    keyring.now = 'gone'
    expect((await test.client.workspace.unlock({})).state).toMatchObject({ state: 'failed', retry: true })
    // As a recovery in a browser leaves it.
    const kind = 'passphrase'
    const elsewhere = {
      ...keyProvider,
      stored: async () => ({ unlock: kind, recovery: true, recovered: false }) as const,
    }
    Object.assign(keyProvider, elsewhere)
    expect(await test.client.workspace.unlock({})).toMatchObject({ state: { state: 'locked' }, unlock: kind })
  })

  it('that are missing or damaged beside a ledger are asked for, never replaced, and open it once they are back', async () => {
    test = await startTestApp()
    await test.client.workspace.create(create)
    const { folder } = test
    const keysFile = join(folder, 'keys.json')
    const keys = readFileSync(keysFile)
    await test.app.close()
    for (const [spoil, named] of [
      [() => renameSync(keysFile, join(folder, 'elsewhere.json')), 'workspace-key-missing'],
      [() => writeFileSync(keysFile, keys.subarray(0, 40)), 'workspace-damaged'],
    ] as const) {
      spoil()
      const before = filePrints(folder)
      test = await test.reopen()
      expect(await stateOf(test)).toMatchObject({ state: 'failed', retry: true, error: { code: named } })
      expect(await codeOf(test.client.workspace.unlock({}))).toBe(named)
      expect(await codeOf(test.client.workspace.create(create))).toBe('bad-input')
      expect(filePrints(folder)).toEqual(before)
    }
    writeFileSync(keysFile, keys)
    expect((await test.client.workspace.unlock({})).state).toEqual({ state: 'open' })
  })
})

/** Two systems that differ in one accepted and one open shift, in a keychain, with a recovery phrase. */
async function startRecoverable() {
  const place = makePlace()
  two = await startTwoSystems({ count: 20, keys: { ...place, unlock } })
  test = two.test
  const { left, right, sync, pairingId } = two
  left.put({ ...shiftOf(left, 'maple-15'), label: 'Another word' })
  right.put({ ...shiftOf(right, 'rota-16'), label: 'Accepted word' })
  await sync()
  const { rows } = await test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 10 })
  const accepted = rows.find((row) => row.leftKey === 'maple-16')
  if (!accepted || rows.length !== 2) throw new Error(`${rows.length} discrepancies where two were planted`)
  const row = { pairingId, fingerprint: accepted.fingerprint, bornIn: accepted.bornIn }
  await test.client.discrepancies.accept({ of: { by: 'fingerprint', rows: [row] }, reason: 'Agreed', until: null })
  const { phrase } = await test.client.workspace.newRecovery({})
  expect(await test.client.workspace.keepRecovery({ phrase })).toMatchObject({ recovery: true })
  return { ...place, pairingId, phrase }
}

const shown = async (): Promise<string[]> => {
  const { rows } = await test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 10 })
  return rows.map((row) => `${row.kind} ${row.leftKey}`)
}

const secretsKept = async (): Promise<number> =>
  (await test.client.connections.list({})).reduce((sum, one) => sum + one.secrets.length, 0)

/** Enters the key of both systems again, as their screens ask for. */
async function enterSecrets(): Promise<void> {
  for (const { id, connectorId, name, environment, settings } of await test.client.connections.list({})) {
    const secrets = { authHeaderValue: 'canary-key-for-tests' }
    await test.client.connections.save({ id, connectorId, name, environment, settings, secrets })
  }
}

/** What the ledger on disk says of the workspace's own keys, newest first. */
async function auditOf(folder: string, keyProvider: KeyProvider) {
  const { ledger: key } = await keyProvider.unlock(unlock)
  const sql = connectEncrypted({ path: join(folder, 'ledger.db'), key, readonly: true })
  try {
    const rows = listAudit(makeReadDb(sql), { limit: 100 })
    return rows.filter(({ target }) => target === 'workspace').map(({ action, detail }) => [action, detail])
  } finally {
    sql.close()
  }
}

const asides = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.includes('before-recovery') && !/-(wal|shm)$/.test(name))
    .sort()

describe('a recovery phrase', () => {
  it('opens the ledger with everything in it; a sync fills a new cache; a purge takes the old one after a day', async () => {
    const { folder, keyring, keyProvider, phrase, pairingId } = await startRecoverable()
    const pairings = await test.client.pairings.list({})
    const before = await shown()
    expect([before, await secretsKept()]).toEqual([['differs maple-15'], 2])
    expect(await codeOf(test.client.workspace.recover({ phrase, unlock }))).toBe('bad-input')
    await test.app.close()
    keyring.replace()

    test = await test.reopen()
    expect(await stateOf(test)).toMatchObject({ state: 'failed', retry: true, error: { code: 'keychain-changed' } })
    expect(await test.client.workspace.info({})).toMatchObject({ unlock: 'keychain', recovery: true })
    const untouched = filePrints(folder)
    const [word = ''] = phrase.split(' ')
    expect(await codeOf(test.client.workspace.recover({ phrase: phrase.replace(word, 'qqqq'), unlock }))).toBe(
      'bad-input',
    )
    const other = test.client.workspace.recover({ phrase: newRecoveryPhrase(), unlock })
    expect(await codeOf(other)).toBe('workspace-wrong-key')
    expect(filePrints(folder)).toEqual(untouched)

    const recovered = await test.client.workspace.recover({ phrase, unlock })
    expect([recovered.state, recovered.operator, recovered.recovery]).toEqual([{ state: 'open' }, 'Ada Invented', true])
    expect(await test.client.pairings.list({})).toMatchObject(pairings.map(({ pairing }) => ({ pairing })))
    expect([await shown(), await secretsKept()]).toEqual([[], 0])
    expect(asides(folder)).toEqual(['cache-before-recovery-1.db', 'keys-before-recovery-1.json'])
    expect(filePrints(folder)).toMatchObject({ 'cache-before-recovery-1.db': untouched['cache.db'] })
    await enterSecrets()
    expect(await test.sync(pairingId)).toMatchObject({ state: 'done' })
    // What was accepted stays accepted: decisions stand in the ledger.
    expect(await shown()).toEqual(before)
    expect(await auditOf(folder, keyProvider)).toEqual([
      ['workspace-recovered', { secrets: 2 }],
      ['recovery-phrase-kept', {}],
    ])

    test = await test.reopen({ trigger: 'command' })
    expect([await stateOf(test), await shown(), await secretsKept()]).toEqual([{ state: 'open' }, before, 2])
    await test.client.retention.purge({})
    expect(asides(folder)).toHaveLength(2)
    const tomorrow = { ...systemClock, now: () => fromMs(Date.now() + 86_400_000) }
    test = await test.reopen({ clock: tomorrow })
    await test.client.retention.purge({})
    // The keys file holds no schedule; it may yet be wanted where the old keychain turns up.
    expect(asides(folder)).toEqual(['keys-before-recovery-1.json'])
    expect(await shown()).toEqual(before)
  })

  it('that is cut off at any point leaves a workspace that opens as before or can be recovered again', async () => {
    const { folder, keyring, keyProvider, phrase, pairingId } = await startRecoverable()
    const before = await shown()
    const secret = readFileSync(join(folder, 'keys.json'))
    await test.app.close()
    const killed = new Error('killed here')
    /** The program as it is killed before or after it stores the new keys, or before it notes that it is through. */
    const killedAt = (point: 'before-keep' | 'after-keep' | 'before-end'): KeyProvider => ({
      ...keyProvider,
      async recover(...given) {
        const { keys, keep } = await keyProvider.recover(...given)
        return {
          keys,
          async keep() {
            if (point !== 'before-keep') await keep()
            if (point !== 'before-end') throw killed
          },
        }
      },
      endRecovery: () => Promise.reject(killed),
    })

    keyring.now = 'gone'
    test = await test.reopen({ keyProvider: killedAt('before-keep') })
    expect(await codeOf(test.client.workspace.recover({ phrase, unlock: { kind: 'key-file' } }))).toBe('bug')
    expect(asides(folder)).toEqual(['cache-before-recovery-1.db'])
    expect(readFileSync(join(folder, 'keys.json')).equals(secret)).toBe(true)
    // The keychain comes back: all as before, but that a sync fills a new cache.
    keyring.now = 'there'
    test = await test.reopen({ keyProvider })
    expect([await stateOf(test), await secretsKept()]).toEqual([{ state: 'open' }, 2])
    await test.sync(pairingId)
    expect(await shown()).toEqual(before)

    for (const point of ['after-keep', 'before-end'] as const) {
      await test.app.close()
      keyring.replace()
      test = await test.reopen({ keyProvider: killedAt(point) })
      expect(await stateOf(test)).toMatchObject({ error: { code: 'keychain-changed' } })
      await codeOf(test.client.workspace.recover({ phrase, unlock }))
      test = await test.reopen({ keyProvider })
      expect([await stateOf(test), await secretsKept()]).toEqual([{ state: 'open' }, 0])
      expect(await keyProvider.stored()).toMatchObject({ recovery: true, recovered: false })
      await enterSecrets()
      await test.sync(pairingId)
      expect(await shown()).toEqual(before)
      test = await test.reopen()
      expect([await stateOf(test), await secretsKept()]).toEqual([{ state: 'open' }, 2])
    }
    // Twice for the second: the first time nothing noted that it was through, so it was done again.
    const details = (await auditOf(folder, keyProvider)).map(([, detail]) => detail)
    expect(details).toEqual([{ secrets: 0 }, { secrets: 2 }, { secrets: 2 }, {}])
    expect(asides(folder).filter((name) => name.endsWith('.db'))).toHaveLength(3)
  })

  it('opens nothing while another program has the workspace open, or where the ledger is gone', async () => {
    const { folder, keyring, keyProvider } = makePlace()
    test = await startTestApp({ folder, keyProvider })
    await test.client.workspace.create({ operator: 'Ada Invented', unlock })
    const phrase = newRecoveryPhrase()
    await test.client.workspace.keepRecovery({ phrase })
    const keys = readFileSync(join(folder, 'keys.json'))
    keyring.now = 'gone'
    const second = await startTestApp({ folder, keyProvider })
    expect(await codeOf(second.client.workspace.recover({ phrase, unlock: { kind: 'key-file' } }))).toBe(
      'workspace-taken',
    )
    expect([asides(folder), await stateOf(test)]).toEqual([[], { state: 'open' }])
    await test.app.close()
    renameSync(join(folder, 'ledger.db'), join(folder, 'moved.db'))
    expect(await codeOf(second.client.workspace.recover({ phrase, unlock: { kind: 'key-file' } }))).toBe(
      'workspace-damaged',
    )
    expect([asides(folder), readFileSync(join(folder, 'keys.json')).equals(keys)]).toEqual([[], true])
    await second.app.close()
  })
})
