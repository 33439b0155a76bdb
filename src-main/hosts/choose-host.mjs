// Which host runs: the desktop application where Electron's program is there or can be fetched, else Node with the
// browser. Plain JavaScript without packages, for Node 20.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectNode } from './prepare.mjs'

const dayMs = 86_400_000

/** What only the browser host understands; whoever says one of these has chosen it. */
const ofBrowser = ['--browser', '--no-open', '--print-link', '--port', '--help', '-h']

const programNames = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }

/**
 * Electron's program, null where it is not there. Never through the package itself: asking that starts a download.
 * `ELECTRON_OVERRIDE_DIST_PATH` names a folder that holds one.
 */
export function electronProgram(root, { env = process.env, platform = process.platform } = {}) {
  const package_ = join(root, 'node_modules', 'electron')
  const named = readIfThere(join(package_, 'path.txt')) ?? programNames[platform] ?? 'electron'
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH || join(package_, 'dist')
  const program = join(folder, named)
  return existsSync(program) ? program : null
}

/** Why the desktop application cannot or shall not run here, whether its program is there or not; null where it can. */
export function notHere({ argv, env, platform, isRoot }) {
  const asked = argv.find((argument) => ofBrowser.includes(argument.split('=')[0]))
  if (asked !== undefined) return `because of "${asked.split('=')[0]}"`
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'because there is no desktop session here'
  if (platform === 'linux' && isRoot) return 'because the desktop application does not run as root'
  return null
}

/** `{ program }` of the desktop application, or `{ why }` it is Node with the browser. Says what it waits for. */
export async function chooseHost(
  root,
  { argv, say, env = process.env, platform = process.platform, now = Date.now(), fetchElectron = fetchProgram },
) {
  const why = notHere({ argv, env, platform, isRoot: process.getuid?.() === 0 })
  if (why !== null) return { why }
  const there = electronProgram(root, { env, platform })
  if (there !== null) return { program: there }
  if (env.CI) return { why: 'because Electron is not installed and nothing is fetched in CI' }
  const marker = join(root, '.cache', 'electron-not-fetched.json')
  const failed = readJson(marker)
  const mark = JSON.stringify(readJson(join(root, 'node_modules', 'electron', 'package.json'))?.version ?? '')
  if (failed?.version === mark && now - failed.at < dayMs) {
    return { why: `because Electron could not be fetched (${failed.why}); delete .cache to try again before tomorrow` }
  }
  say('Fetching Electron for the desktop window, once ...')
  const ended = await fetchElectron(root)
  const fetched = ended === null ? electronProgram(root, { env, platform }) : null
  if (fetched !== null) {
    rmSync(marker, { force: true })
    return { program: fetched }
  }
  const reason = ended ?? 'it was not unpacked'
  mkdirSync(join(root, '.cache'), { recursive: true })
  writeFileSync(marker, JSON.stringify({ version: mark, at: now, why: reason }))
  return { why: `because Electron could not be fetched (${reason})` }
}

/** Null where it was fetched, else why not, in a few words. */
function fetchProgram(root) {
  return new Promise((resolve) => {
    const child = spawn(projectNode(root), [join(root, 'src-main', 'hosts', 'fetch-electron.mjs')], {
      stdio: ['ignore', 'inherit', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (chunk) => (said += chunk))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) =>
      resolve(code === 0 ? null : (said.trim().split('\n').at(-1) ?? '').slice(0, 120) || 'no reason was given'),
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
