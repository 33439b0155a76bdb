import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Keyring } from '../keyring.ts'
import { inTime, refused, scenario, startBuilt } from '../run-built.ts'
import { given } from '../state.ts'

// What can be the matter with the system's keychain: four outcomes with a name, through the whole chain, and nothing lost.
await scenario(async () => {
  const { keyring } = given
  const secret = Buffer.from('an invented keyring')
  keyring.replace(secret)
  const folder = process.argv[2] ?? ''
  const desktop = await startBuilt(['--workspace', folder])
  const { client } = desktop.page()
  const way = async () => (await inTime('the ways', client.workspace.ways({}))).find(({ kind }) => kind === 'keychain')
  const operator = 'Ada Invented'

  // Before there are keys: a keychain that protects nothing is not offered, and no workspace is made with it. On Linux
  // Chromium seals without one all the same, under a key that everybody knows.
  const withoutOne = process.platform === 'linux' ? 'keychain-unprotected' : 'keychain-missing'
  keyring.now = 'gone'
  assert.notEqual((await way())?.refused, null)
  await refused(withoutOne, client.workspace.create({ operator, unlock: { kind: 'keychain' } }))
  assert.equal((await client.workspace.info({})).state.state, 'new')
  keyring.now = 'there'
  assert.equal((await way())?.refused, null)
  await client.workspace.create({ operator, unlock: { kind: 'keychain' } })
  const keys = (): string => readFileSync(join(folder, 'keys.json'), 'utf8')
  const stored = keys()

  const turnTo = (now: Keyring['now']) => (): void => {
    keyring.now = now
  }
  const constant = stored.replace(/("sealed": ")[^"]+/, `$1${Buffer.from('v10 sealed for anybody').toString('base64')}`)
  const put = (text: string) => (): void => writeFileSync(join(folder, 'keys.json'), text)
  const troubles: [code: string, begin: () => void, end: () => void][] = [
    ['keychain-missing', turnTo('gone'), turnTo('there')],
    ['keychain-busy', turnTo('busy'), turnTo('there')],
    ['keychain-changed', () => keyring.replace(), () => keyring.replace(secret)],
    ...(process.platform === 'linux'
      ? [['keychain-unprotected', put(constant), put(stored)] as [string, () => void, () => void]]
      : []),
  ]
  for (const [code, begin, end] of troubles) {
    await client.workspace.lock({})
    begin()
    const before = keys()
    const { state } = await inTime('an answer', client.workspace.unlock({}))
    assert.ok(state.state === 'failed' && state.retry, `${code} may be tried again`)
    assert.equal(state.error.code, code)
    await refused(code, client.pairings.list({}))
    assert.equal(keys(), before, `${code} changes nothing`)
    end()
    const again = await inTime('an answer', client.workspace.unlock({}))
    assert.deepEqual([again.state.state, again.operator], ['open', operator])
  }
  assert.equal(keys(), stored)

  // Electron asks for what it opened under an older key to be sealed anew, once.
  keyring.rotate()
  await client.workspace.lock({})
  assert.equal((await client.workspace.unlock({})).state.state, 'open')
  assert.notEqual(keys(), stored)
  const resealed = keys()
  await client.workspace.lock({})
  assert.equal((await client.workspace.unlock({})).state.state, 'open')
  assert.equal(keys(), resealed)
})
