// One measured process: the whole core with its cache worker in a thread, as a host runs it. Syncs cold, again with
// nothing changed and with 1 % changed, while the list is asked every 50 ms. Prints one line of JSON.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRouterClient } from '@orpc/server'
import { ConnectorId, type PairingId, ScopeKey } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import { ZoneId } from '#contract/time'
import { createApp } from '../../src-main/create-app.ts'
import { systemClock } from '../../src-main/platform/clock.ts'
import { silentLogger } from '../../src-main/platform/logger.ts'
import { storedKeyProvider } from '../../src-main/platform/stored-key-provider.ts'
import { benchPolicy, editRight, settingsOf } from './bench-systems.ts'
import { type BenchSide, facilities } from './bench-world.ts'
import type { Measured } from './goals.ts'
import { quantile } from './stopwatch.ts'

const [origin = '', worker = ''] = process.argv.slice(2)
const askedEveryMs = 50
const idleCalls = 100

/** Of this process alone: what the system calls its peak starts at the size of the process that started it. */
function peakMiB(): number {
  try {
    const kib = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return Number(kib) / 1024
  } catch {
    return process.resourceUsage().maxRSS / 1024
  }
}

/** Asks the list every 50 ms until told to stop; a call counts from when it was due, so that a blocked thread shows. */
function askTheList(client: CoreClient): { stop(): Promise<number[]> } {
  const waits: number[] = []
  let asking = true
  const asked = (async () => {
    const began = performance.now()
    for (let call = 0; asking; call += 1) {
      const due = began + call * askedEveryMs
      const early = due - performance.now()
      if (early > 0) await systemClock.sleep(early)
      await client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 200 })
      waits.push(performance.now() - due)
      // Calls that a long gap has swallowed are not made up for: the gap counts once.
      call = Math.max(call, Math.floor((performance.now() - began) / askedEveryMs) - 1)
    }
  })()
  return {
    async stop() {
      asking = false
      await asked
      return waits
    },
  }
}

async function connect(client: CoreClient, side: BenchSide) {
  return client.connections.save({
    connectorId: ConnectorId.parse('maple'),
    name: side,
    environment: 'test',
    settings: settingsOf(origin, side),
    secrets: {},
  })
}

async function pairBoth(client: CoreClient): Promise<PairingId> {
  const [left, right] = [await connect(client, 'left'), await connect(client, 'right')]
  const facility = await client.facilities.save({ name: 'Invented House', zone: ZoneId.parse('Europe/London') })
  const pairing = await client.pairings.save({
    facilityId: facility.id,
    recipeId: 'shifts',
    left: { connectionId: left.id, scope: ScopeKey.parse(facilities.left) },
    right: { connectionId: right.id, scope: ScopeKey.parse(facilities.right) },
    policy: benchPolicy,
  })
  return pairing.id
}

async function sync(client: CoreClient, pairingId: PairingId): Promise<void> {
  const started = await client.runs.sync({ pairingId })
  let last = started
  for await (const run of await client.runs.follow({ runId: started.id })) last = run
  if (last.state !== 'done') throw new Error(`the sync ended ${last.state}: ${last.tell}`)
}

async function measure(folder: string): Promise<Measured> {
  await editRight(origin, { share: 0, round: 0 })
  const app = await createApp({
    folder,
    demo: false,
    keyProvider: storedKeyProvider({ keysFile: join(folder, 'keys.json'), keyFile: join(folder, 'unlock.key') }),
    clock: systemClock,
    logger: silentLogger,
    version: 'bench',
    workerFile: pathToFileURL(worker),
  })
  const client = createRouterClient(app.router) as CoreClient
  await client.workspace.create({ operator: 'Ada Invented', unlock: { kind: 'key-file' } })
  const pairingId = await pairBoth(client)
  const beforeMiB = peakMiB()
  const cold = askTheList(client)
  await sync(client, pairingId)
  const waits = await cold.stop()
  const coldMiB = peakMiB()
  const quiet = askTheList(client)
  await systemClock.sleep(idleCalls * askedEveryMs)
  const idle = await quiet.stop()
  const again = askTheList(client)
  await sync(client, pairingId)
  await editRight(origin, { share: 0.01, round: 1 })
  await sync(client, pairingId)
  waits.push(...(await again.stop()))
  await app.close()
  return {
    listIdleP95: quantile(idle, 0.95),
    listIdleLongest: Math.max(...idle),
    listP95: quantile(waits, 0.95),
    listLongest: Math.max(...waits),
    openedMiB: beforeMiB,
    coldMiB,
    peakMiB: peakMiB(),
  }
}

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'))
try {
  process.stdout.write(`${JSON.stringify(await measure(folder))}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
