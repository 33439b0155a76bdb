// Which host runs: the desktop application where Electron's program is there or can be fetched, else Node with the
// browser. Plain JavaScript without packages, for Node 20.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectNode } from './prepare.mjs'

const dayMs = 86_400_000

/** What only the browser host understands; whoever says one of these has chosen it. */
const ofBrowser = ['--browser', '--no-open', '--print-link', '--port', '--help', '-h']

const programNames = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }

/**
 * Electron's program, null where it is not there as a whole. Never through the package itself: asking that starts a
 * download. `ELECTRON_OVERRIDE_DIST_PATH` names a folder that holds one.
 */
export function electronProgram(root, { env = process.env, platform = process.platform } = {}) {
  const package_ = join(root, 'node_modules', 'electron')
  const usual = programNames[platform] ?? 'electron'
  const elsewhere = env.ELECTRON_OVERRIDE_DIST_PATH
  // Its installer writes the name last of all: without it the rest may be there by half.
  const named = elsewhere ? usual : readIfThere(join(package_, 'path.txt'))
  const folder = elsewhere || join(package_, 'dist')
  if (named === null) return null
  const version = readIfThere(join(folder, 'version'))?.replace(/^v/, '')
  if (!elsewhere && version !== versionOf(root)) return null
  const program = join(folder, named)
  return existsSync(program) ? program : null
}

const versionOf = (root) => readJson(join(root, 'node_modules', 'electron', 'package.json'))?.version ?? null

/** Why a test cannot open a window of the desktop application here, following "because"; null where it can. */
export function whyNoWindow(root, { env = process.env, platform = process.platform } = {}) {
  if (electronProgram(root, { env, platform }) === null) return "Electron's program is not on this computer"
  return sessionMissing({ env, platform }) ? 'there is no desktop session here' : null
}

const sessionMissing = ({ env, platform }) => platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY

/** Why the desktop application cannot or shall not run here, whether its program is there or not; null where it can. */
export function notHere({ argv, env, platform, isRoot }) {
  const asked = argv.find((argument) => ofBrowser.includes(argument.split('=')[0]))
  if (asked !== undefined) return `because of "${asked.split('=')[0]}"`
  if (sessionMissing({ env, platform })) return 'because there is no desktop session here'
  if (platform === 'linux' && isRoot) return 'because the desktop application does not run as root'
  return null
}

/** Why nothing is fetched, whatever the network is like; null where it may be tried. */
function noFetch(env) {
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return 'and ELECTRON_OVERRIDE_DIST_PATH names a folder without it'
  if (env.CI) return 'and nothing is fetched in CI'
  if (env.ELECTRON_SKIP_BINARY_DOWNLOAD) return 'and ELECTRON_SKIP_BINARY_DOWNLOAD says not to fetch it'
  return null
}

/**
 * `{ program }` of the desktop application, or `{ why }` it is Node with the browser, which follows "Node with your
 * browser,". Says what it waits for. A fetch that failed is not tried again for a day.
 */
export async function chooseHost(
  root,
  {
    argv,
    say,
    env = process.env,
    platform = process.platform,
    isRoot = process.getuid?.() === 0,
    now = Date.now(),
    limits,
  },
) {
  const why = notHere({ argv, env, platform, isRoot })
  if (why !== null) return { why }
  const there = electronProgram(root, { env, platform })
  if (there !== null) return { program: there }
  const not = noFetch(env)
  if (not !== null) return { why: `because Electron is not installed ${not}` }
  const marker = join(root, '.cache', 'electron-not-fetched.json')
  const failed = readJson(marker)
  const version = versionOf(root)
  // A marker of a clock that was ahead holds nothing back.
  if (failed?.version === version && failed.at <= now && now - failed.at < dayMs) {
    return { why: `because Electron could not be fetched (${failed.why}); delete .cache to try again before tomorrow` }
  }
  say('Fetching Electron for the desktop window, once ...')
  const ended = await fetchProgram(root, { say, env, limits })
  const fetched = ended === null ? electronProgram(root, { env, platform }) : null
  if (fetched !== null) {
    rmSync(marker, { force: true })
    return { program: fetched }
  }
  const reason = ended ?? 'it was not unpacked'
  mkdirSync(join(root, '.cache'), { recursive: true })
  writeFileSync(marker, JSON.stringify({ version, at: now, why: reason }))
  return { why: `because Electron could not be fetched (${reason})` }
}

/** Null where it was fetched, else why not, in a few words. */
function fetchProgram(root, { say, env, limits }) {
  return new Promise((resolve) => {
    const script = fileURLToPath(new URL('fetch-electron.mjs', import.meta.url))
    const args = limits ? [JSON.stringify(limits)] : []
    const child = spawn(projectNode(root), [script, root, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let failure = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => say(chunk.trimEnd()))
    child.stderr.setEncoding('utf8').on('data', (chunk) => (failure += chunk))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) =>
      resolve(code === 0 ? null : (failure.trim().split('\n').at(-1) ?? '').slice(0, 120) || 'no reason was given'),
    )
  })
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8').trim() || null
  } catch {
    return null
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
