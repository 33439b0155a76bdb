import { arch, homedir, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '#contract/time'
import type { WorkspaceInfo } from '#contract/workspace'
import { newestLogLines } from '../platform/file-logger.ts'
import { listConnections } from '../storage/connection-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { workspacePaths } from '../storage/workspace-place.ts'
import { workspaceSizes } from '../storage/workspace-sizes.ts'

type DiagnosticsInput = {
  info: WorkspaceInfo
  /** Of the open workspace; null where none is open. */
  ledger: ReadDb | null
  folder: string
  logs: string | null
  at: Instant
}

const mostLogBytes = 2 * 1024 * 1024
/** The main process of the desktop application writes its own log beside the core's. */
const logFolders = ['', 'desktop']

/**
 * A text for support, in pieces: what runs where, how much there is of what, and the newest part of the log. Names of
 * people, facilities, connections and their settings stay out, and so does the account's name in paths (P26).
 */
export async function* collectDiagnostics(input: DiagnosticsInput): AsyncGenerator<string, void, void> {
  const home = homedir()
  const without = (text: string): string => (home === '' ? text : text.replaceAll(home, '~'))
  yield `${without(JSON.stringify(head(input), null, 2))}\n`
  for (const name of input.logs === null ? [] : logFolders) {
    const lines = newestLogLines(join(input.logs ?? '', name), mostLogBytes)
    yield `\n--- log${name === '' ? '' : ` of the ${name} application`}, ${lines.length} lines ---\n`
    for (let at = 0; at < lines.length; at += 200) yield `${without(lines.slice(at, at + 200).join('\n'))}\n`
  }
}

function head({ info, ledger, folder, at }: DiagnosticsInput) {
  const { state, version, host, demo, unlock, recovery } = info
  return {
    about: 'Plumbline diagnostics. Holds no names, no schedules and no passwords; look through it before you send it.',
    at,
    program: { version, host, node: process.versions.node, electron: process.versions['electron'] ?? null },
    computer: {
      system: platform(),
      release: release(),
      processor: arch(),
      memoryMb: Math.round(totalmem() / 1_048_576),
    },
    workspace: {
      state: state.state,
      error: state.state === 'failed' ? state.error.code : null,
      ...{ demo, unlock, recovery, folder, sizes: workspaceSizes(workspacePaths(folder)) },
    },
    ...(ledger === null ? {} : { kept: countsOf(ledger) }),
  }
}

function countsOf(ledger: ReadDb) {
  return {
    connections: listConnections(ledger).map(({ connectorId, environment }) => `${connectorId} (${environment})`),
    pairings: listPairings(ledger).length,
  }
}
