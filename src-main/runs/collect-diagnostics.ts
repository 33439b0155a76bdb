import { arch, homedir, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '#contract/time'
import type { WorkspaceInfo } from '#contract/workspace'
import { newestLogLines } from '../platform/file-logger.ts'
import { workspacePaths } from '../storage/workspace-place.ts'
import { workspaceSizes } from '../storage/workspace-sizes.ts'
import { describeWorkspace, type OpenFiles, orCode } from './describe-workspace.ts'

type DiagnosticsInput = {
  info: WorkspaceInfo
  /** The files of the open workspace; null where none is open. Throws AppError where one of them cannot be read. */
  files: (() => OpenFiles) | null
  folder: string
  logs: string | null
  at: Instant
  /** The account's own folder, whose name is often the person's. */
  home?: string
}

const mostLogBytes = 2 * 1024 * 1024
/** The main process of the desktop application writes its own log beside the core's. */
const logFolders = ['', 'desktop']
const linesOfPiece = 200

/**
 * A text for support, in pieces, of 5 MB at most: what runs where, how much there is of what, how the newest runs ended
 * and the newest part of the log. Names of people, facilities and connections, what settings are set to, schedules,
 * passwords and where the workspace lies stay out (P26). Works in every state of the workspace.
 */
export async function* collectDiagnostics(input: DiagnosticsInput): AsyncGenerator<string, void, void> {
  const { files, folder, logs, home = homedir() } = input
  const inside = files === null ? {} : orCode(() => describeWorkspace(files()))
  yield `${JSON.stringify({ ...head(input), ...inside }, null, 2)}\n`
  if (logs === null) return
  for (const name of logFolders) {
    const lines = newestLogLines(join(logs, name), mostLogBytes)
    yield `\n--- log${name === '' ? '' : ` of the ${name} application`}, ${lines.length} lines ---\n`
    for (let from = 0; from < lines.length; from += linesOfPiece) {
      const piece = lines.slice(from, from + linesOfPiece).join('\n')
      yield `${withoutPath(withoutPath(piece, folder, '(workspace)'), home, '~')}\n`
    }
  }
}

/** Takes a path out of log lines, which are JSON: there a backslash of Windows stands twice. */
function withoutPath(text: string, path: string, instead: string): string {
  if (path.length < 2) return text
  const spellings = [JSON.stringify(path).slice(1, -1), path, path.replaceAll('\\', '/')]
  return spellings.reduce((rest, spelling) => rest.replaceAll(spelling, instead), text)
}

function head({ info, folder, at }: DiagnosticsInput) {
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
      ...{ demo, unlock, recovery, sizes: orCode(() => workspaceSizes(workspacePaths(folder))) },
    },
  }
}
