import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ConnectionDraft } from '#contract/connections'
import { toErrorData } from '#contract/errors'
import type { RunId } from '#contract/ids'
import type { MapleFault, MapleSandbox, SandboxShift } from '../../src-main/connectors/maple/sandbox.ts'
import { makeDice } from '../../src-main/demo/dice.ts'
import type { Hosted } from '../hosted.ts'
import { type Canary, findCanaries, scanFolder } from './canary-scan.ts'
import { type ChangingSystems, startChangingSystems } from './changing-systems.ts'
import { type EchoingVendor, startEchoingVendor } from './echoing-vendor.ts'
import {
  draftOf,
  hostOn,
  listAll,
  makePlace,
  setUpPairing,
  syncToEnd,
  type WorkspacePlace,
} from './hosted-workspace.ts'
import { type Heard, type RecordedClient, recordedClient } from './recorded-client.ts'

/** Values with signs that every encoding writes in its own way. */
const key = 'Bearer canary-key/7f3a+"q"=&x'
const passphrase = 'canary pässphrase "nine" / wörds & +'
const newerPassphrase = 'canary newer pässphrase / +"n"'
const wrongPassphrase = 'canary wrong pässphrase / +"x"'
const email = 'quilla.canary+"7"@example.invalid'
const phone = '+44 7700 900/123 ext "5"'
const name = 'Zephyrïne Canary-Østby'

/** In no answer, no file and no log. */
const secrets: readonly Canary[] = [
  { name: 'key', value: key },
  { name: 'key without its first word', value: key.slice('Bearer '.length) },
  { name: 'custom header', value: 'canary-custom/55+"c"=' },
  { name: 'wrong key', value: 'canary-wrong-key/12+"w"' },
  { name: 'refused key', value: 'canary-refused-key/99"' },
  { name: 'password in an address', value: 'canary-address-password' },
  { name: 'passphrase', value: passphrase },
  { name: 'wrong passphrase', value: wrongPassphrase },
  { name: 'newer passphrase', value: newerPassphrase },
  { name: 'short passphrase', value: 'cnry"ß/+' },
  { name: 'e-mail', value: email },
  { name: 'phone', value: phone },
  { name: 'unreadable message', value: 'canary-message/3+"m"' },
]
const valueOf = (wanted: string): string => secrets.find((one) => one.name === wanted)?.value ?? ''
/** In answers, since shifts compare it, but in no file and no log. */
const people: readonly Canary[] = [
  { name: 'worker', value: name },
  { name: 'family name', value: 'Canary-Østby' },
]

const faults: readonly MapleFault[] = [
  'unauthorized',
  'login-page',
  'malformed-record',
  'malformed-worker',
  'malformed-id',
  'wrong-facility',
  'repeated-next',
  'next-other-host',
]

let place: WorkspacePlace
let systems: ChangingSystems
let vendor: EchoingVendor
let host: Hosted
let link: RecordedClient
/** Everything every host and every connection of this test said. */
const heard: Heard[] = []
const credentials: Canary[] = []
/** In one answer, and in no file, log or diagnostics. */
const phrases: Canary[] = []
/** What each scan of the disk found, by when it was made. */
const scans: { when: string; found: string[]; files: string[] }[] = []
const surroundings: Buffer[] = []
const runLogs: string[] = []
const failures: string[] = []
const diagnostics: { state: string; text: string }[] = []

const withPerson = (shift: SandboxShift): SandboxShift => ({
  ...shift,
  worker: { id: 'w-canary', firstName: 'Zephyrïne', lastName: 'Canary-Østby', email, phone },
})

function scanDisk(when: string): void {
  scans.push({ when, ...scanFolder(place.root, [...secrets, ...people, ...credentials, ...phrases]) })
}

function keepCredentials({ code, token, ticket }: RecordedClient): void {
  credentials.push(...Object.entries({ code, token, ticket }).map(([what, value]) => ({ name: what, value })))
}

async function start(): Promise<void> {
  host = await hostOn(place)
  link = await recordedClient(host)
  keepCredentials(link)
  for (const file of ['cmdline', 'environ'].map((one) => `/proc/${host.pid}/${one}`)) {
    if (existsSync(file)) surroundings.push(readFileSync(file))
  }
}

async function end(how: 'stop' | 'kill'): Promise<void> {
  await host[how]()
  link.close()
  const printed = host.printed().replace(/^LINK .*$/gm, '')
  heard.push(...link.heard, { from: 'terminal', bytes: Buffer.from(`${host.complaints()}\n${printed}`) })
}

/** Goes through a call that is expected to fail and keeps the error as a program would print it. */
async function failing(what: string, work: () => Promise<unknown>): Promise<void> {
  const thrown = await work().then(
    () => null,
    (error: unknown) => error as Error,
  )
  if (thrown === null) throw new Error(`${what} did not fail`)
  failures.push(what)
  const seen = JSON.stringify([toErrorData(thrown), thrown.message, Object.entries(thrown)])
  heard.push({ from: `error of ${what}`, bytes: Buffer.from(seen) })
}

/** Runs a connection's test to its end and tells whether a step failed or warned. */
async function testComplains(draft: ConnectionDraft): Promise<boolean> {
  let complained = false
  for await (const step of await link.client.connections.test(draft))
    complained ||= ['failed', 'warned'].includes(step.state)
  return complained
}

async function refusedInput(good: ConnectionDraft): Promise<void> {
  const { client } = link
  const refused = valueOf('refused key')
  const save = (change: Partial<ConnectionDraft>) => client.connections.save({ ...good, ...change })
  await failing('a key with a line break', () => save({ secrets: { authHeaderValue: `${refused}\nx: y` } }))
  await failing('a header without name', () => save({ secrets: { customHeaders: refused } }))
  await failing('a secret of another name', () => save({ secrets: { [refused]: refused } }))
  await failing('a secret among settings', () => save({ settings: { ...good.settings, authHeaderValue: refused } }))
  await failing('a secret of another type', () => save({ secrets: { authHeaderValue: [refused] as never } }))
  const address = `https://user:${valueOf('password in an address')}@example.invalid/shifts`
  await failing('an address with a password', () => save({ settings: { ...good.settings, listUrl: address } }))
  await failing(
    'a call of no procedure',
    () =>
      (client as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[refused]?.['x']?.({
        refused,
      }) ?? Promise.resolve(),
  )
}

/** What is no message of the protocol is closed and logged; its text is not. */
async function unreadableMessage(): Promise<void> {
  const other = await recordedClient(host)
  heard.push(...other.heard)
  keepCredentials(other)
  other.close()
  const { origin } = host
  const buy = async (): Promise<string> => {
    const headers = { 'content-type': 'application/json', 'x-plumbline-token': other.token }
    const answer = await fetch(`${origin}/api/ticket`, { method: 'POST', headers, body: '{}' })
    return ((await answer.json()) as { ticket: string }).ticket
  }
  const ticket = await buy()
  credentials.push({ name: 'ticket', value: ticket })
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, ['plumbline', `ticket.${ticket}`])
  await new Promise((done) => socket.addEventListener('open', done))
  const closed = new Promise((done) => socket.addEventListener('close', done))
  socket.send(valueOf('unreadable message'))
  await closed
  const message = encodeURIComponent(valueOf('unreadable message'))
  const refusedUrl = await fetch(`${origin}/${message}?key=${message}`, { headers: { 'sec-fetch-site': 'cross-site' } })
  heard.push({ from: 'a refused address', bytes: Buffer.from(await refusedUrl.text()) })
}

async function everyEchoIsTested(good: ConnectionDraft): Promise<string[]> {
  const tested = await Promise.all(
    Object.entries(vendor.ways).map(async ([way, address]) => {
      const settings = { ...good.settings, listUrl: address, getUrl: address }
      return (await testComplains({ ...good, settings })) ? way : null
    }),
  )
  return tested.filter((way) => way !== null)
}

async function readLog(runId: RunId): Promise<void> {
  runLogs.push(...(await link.client.runs.log({ runId })).map((line) => line.text))
}

/** A sync against the echo, so that a run, its log and the stored failure speak of it too. */
async function syncWithEcho(pairingId: Awaited<ReturnType<typeof setUpPairing>>): Promise<void> {
  const { client } = link
  const [stored] = (await client.connections.list({})).filter((one) => one.name === 'Northgate')
  if (!stored) throw new Error('the connection is gone')
  const { id, connectorId, name: called, environment, settings } = stored
  const draft = { id, connectorId, name: called, environment, secrets: {} }
  for (const way of ['refused-with-errors', 'strange-records', 'wrong-shape']) {
    const address = vendor.ways[way] ?? ''
    await client.connections.save({ ...draft, settings: { ...settings, listUrl: address, getUrl: address } })
    const run = await syncToEnd(client, pairingId)
    await readLog(run.id)
    await client.pairings.list({})
  }
  await client.connections.save({ ...draft, settings })
}

async function collectDiagnostics(): Promise<void> {
  let text = ''
  for await (const piece of await link.client.workspace.diagnostics({})) text += piece
  diagnostics.push({ state: (await link.client.workspace.info({})).state.state, text })
}

let rightSandbox: MapleSandbox
let echoed: string[] = []

/** Goes through all that a workspace sees: made, used, misused, locked, killed, opened again. */
beforeAll(async () => {
  place = await makePlace()
  vendor = await startEchoingVendor(`${email} ${phone}`)
  systems = await startChangingSystems(makeDice(7), { count: 300, pageSize: 25, authValue: key })
  rightSandbox = systems.sandboxes.right
  for (const sandbox of [systems.sandboxes.left, rightSandbox]) {
    for (const shift of sandbox.all().filter((_, index) => index % 3 === 0)) sandbox.put(withPerson(shift))
  }
  systems.change()
  await start()
  const kept = { authHeaderValue: key, customHeaders: `x-extra: ${valueOf('custom header')}` }
  const right = { ...systems.right, secrets: kept }
  const good = draftOf(right)
  await failing('a short passphrase', () =>
    link.client.workspace.create({
      operator: 'Ada Invented',
      unlock: { kind: 'passphrase', passphrase: valueOf('short passphrase') },
    }),
  )
  const pairingId = await setUpPairing(link.client, {
    left: { ...systems.left, secrets: kept },
    right,
    unlock: { kind: 'passphrase', passphrase },
  })
  scanDisk('after setting up')

  await refusedInput(good)
  await unreadableMessage()
  if (!(await testComplains({ ...good, secrets: { ...kept, authHeaderValue: valueOf('wrong key') } })))
    throw new Error('the wrong key passed')
  if (await testComplains(good)) throw new Error('the right key failed')
  echoed = await everyEchoIsTested(good)
  const [connector] = await link.client.connectors.list({})
  for (const { id } of await link.client.connections.list({})) {
    for (const check of connector?.checks ?? []) {
      for await (const step of await link.client.connections.check({ id, check: check.id })) void step
    }
    await link.client.connections.scopes({ id })
  }
  const first = await syncToEnd(link.client, pairingId)
  if (first.state !== 'done') throw new Error(first.tell)
  scanDisk('after the first sync')

  for (const fault of faults) {
    rightSandbox.setFault(fault)
    const run = await syncToEnd(link.client, pairingId)
    await readLog(run.id)
    await link.client.pairings.list({})
    rightSandbox.setFault(null)
  }
  await syncWithEcho(pairingId)
  for (const row of (await listAll(link.client)).slice(0, 20)) {
    await link.client.discrepancies.detail({ pairingId, fingerprint: row.fingerprint })
  }
  scanDisk('after faults')
  const { phrase } = await link.client.workspace.newRecovery({})
  await link.client.workspace.keepRecovery({ phrase })
  // The answer that offers it may say it; from now on nothing may.
  phrases.push({ name: 'half a recovery phrase', value: phrase.split(' ').slice(6).join(' ') })
  scanDisk('after a recovery phrase was kept')
  await collectDiagnostics()

  await link.client.workspace.lock({})
  scanDisk('while locked')
  await collectDiagnostics()
  await failing('a call while locked', () => link.client.connections.list({}))
  await link.client.workspace.unlock({ passphrase: wrongPassphrase })
  await link.client.workspace.unlock({ passphrase })
  systems.change()
  const asked = rightSandbox.requests.list
  await link.client.runs.sync({ pairingId })
  await vi.waitFor(() => expect(rightSandbox.requests.list).toBeGreaterThan(asked + 2), { interval: 2 })
  await end('kill')
  scanDisk('after SIGKILL in a sync')

  await start()
  await link.client.workspace.unlock({ passphrase })
  await syncToEnd(link.client, pairingId)
  scanDisk('after the next sync')
  await link.client.workspace.lock({})
  await link.client.workspace.recover({ phrase, unlock: { kind: 'passphrase', passphrase: newerPassphrase } })
  scanDisk('after a recovery')
  await end('stop')
  scanDisk('after closing')
}, 120_000)

afterAll(async () => {
  await host?.kill()
  await systems?.close()
  await vendor?.close()
  await place?.remove()
})

const namesIn = (canaries: readonly Canary[], from: (one: Heard) => boolean = () => true): string[] => [
  ...new Set(
    heard.filter(from).flatMap((one) => findCanaries(one.bytes, canaries).map((found) => `${one.from}: ${found}`)),
  ),
]

describe('a workspace that was made, used, misused, locked and killed', () => {
  it('went through all of it', () => {
    expect(failures).toHaveLength(9)
    expect(echoed).toEqual(Object.keys(vendor.ways))
    expect(scans.flatMap(({ files }) => files)).toEqual(
      expect.arrayContaining([
        'workspace/keys.json',
        'workspace/ledger.db',
        'workspace/ledger.db-wal',
        'workspace/cache.db',
        'workspace/cache.db-wal',
        'workspace/keys-before-recovery-1.json',
        'workspace/cache-before-recovery-1.db',
        expect.stringMatching(/^workspace\/logs\/.+\.jsonl$/),
      ]),
    )
    // The recording hears what is said: the worker's name is in the list of discrepancies.
    expect(namesIn(people)).toContain('socket: worker as UTF-8')
  })

  it('says no secret in any answer, error or line of its terminal', () => {
    expect(namesIn(secrets)).toEqual([])
  })

  it('says no code, token or ticket beside the answers they are for', () => {
    expect(namesIn(credentials)).toEqual([])
  })

  it('names no person in its terminal or in an error', () => {
    expect(namesIn(people, ({ from }) => from !== 'socket')).toEqual([])
  })

  it('names no person in the log of a run', () => {
    expect(runLogs.length).toBeGreaterThan(faults.length)
    expect(findCanaries(Buffer.from(runLogs.join('\n')), people)).toEqual([])
  })

  it('leaves no secret, person, code, token or ticket in any file at any time', () => {
    expect(scans.filter(({ found }) => found.length > 0)).toEqual([])
  })

  it('tells support what runs and how it went, and nothing of who works there, with whom and where', () => {
    const [open, locked] = diagnostics
    expect(diagnostics.map(({ state }) => state)).toEqual(['open', 'locked'])
    const names = ['Ada Invented', 'Invented House', 'Northgate', systems.left.name, valueOf('key'), place.folder]
    const unsaid = [
      ...secrets,
      ...people,
      ...credentials,
      ...phrases,
      ...names.map((value) => ({ name: value, value })),
    ]
    expect(diagnostics.map(({ text }) => findCanaries(Buffer.from(text), unsaid))).toEqual([[], []])
    const [head = ''] = (open?.text ?? '').split('\n--- log')
    expect(JSON.parse(head)).toMatchObject({
      program: { host: 'browser', electron: null },
      workspace: { state: 'open', error: null, unlock: 'passphrase', recovery: true },
      schema: { ledger: expect.any(Number), cache: expect.any(Number) },
      connections: [{ connectorId: 'maple', secrets: expect.any(Array) }, { connectorId: 'maple' }],
      pairings: [{ recipeId: 'shifts', right: { newestRead: { failed: expect.any(String) } } }],
      runs: expect.arrayContaining([expect.objectContaining({ state: 'failed' })]),
    })
    expect(JSON.parse(locked?.text.split('\n--- log')[0] ?? '')).not.toHaveProperty('connections')
    expect(open?.text).toContain('\n{"at":')
  })

  it('puts no secret into an address it asks a system at', () => {
    expect(vendor.asked.length).toBeGreaterThan(0)
    expect(findCanaries(Buffer.from(vendor.asked.join('\n')), [...secrets, ...people])).toEqual([])
  })

  it.runIf(process.platform === 'linux')('has none of them in its arguments or environment', () => {
    expect(surroundings).toHaveLength(4)
    const all = [...secrets, ...people, ...credentials]
    expect(surroundings.flatMap((bytes) => findCanaries(bytes, all))).toEqual([])
  })

  it('would find one of them in one of its files', () => {
    // The twin (R45): the same scan over the same folder finds what does stand there in clear, the salt of the keys.
    const [file = ''] = scanFolder(place.root, []).files.filter((path) => path.endsWith('keys.json'))
    const salt = /"salt": "([^"]+)"/.exec(readFileSync(`${place.root}/${file}`, 'utf8'))?.[1] ?? ''
    expect(scanFolder(place.root, [{ name: 'salt', value: salt }]).found).toContain(`${file}: salt as UTF-8`)
  })
})
