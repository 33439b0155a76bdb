// What start.mjs and run-tests.mjs share: packages, build and the project's own Node. Plain JavaScript for Node 20.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const onWindows = process.platform === 'win32'

/** A failure whose text is all that a person needs to see. */
export class Sentence extends Error {}

/** The project's Node, which the `node` package brings. */
export const projectNode = (root) => join(root, 'node_modules', 'node', 'bin', onWindows ? 'node.exe' : 'node')

/** True where node_modules is not what package-lock.json says. */
export function packagesDiffer(root) {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))
  const wanted = readJson(join(root, 'package-lock.json'))
  if (!installed || !wanted) return true
  const named = Object.entries(wanted.packages ?? {}).filter(([path]) => path !== '')
  const extra = Object.keys(installed.packages ?? {}).some((path) => !(path in wanted.packages))
  const missing = named.some(([path, { version, optional, devOptional, link }]) => {
    const here = installed.packages?.[path]
    // Packages for other platforms are in the lock file and rightly not on this disk.
    if (!here) return !optional && !devOptional && !link
    return here.version !== version
  })
  return extra || missing || !existsSync(projectNode(root))
}

/** Installs the packages where they are missing or others. Throws a Sentence. */
export async function installPackages(root, say) {
  if (!packagesDiffer(root)) return
  say('Installing packages (the first time takes a few minutes) ...')
  // `ci` empties node_modules first, which Windows refuses while a Node from there runs this very script.
  const runsFromThere = onWindows && process.execPath.startsWith(join(root, 'node_modules'))
  const args = runsFromThere ? ['install', '--no-save'] : ['ci']
  const { code, output } = await runNpm(root, [...args, '--no-audit', '--no-fund', '--loglevel=error'])
  if (code === 0 && existsSync(projectNode(root))) return
  const why =
    code === 0
      ? 'its own Node did not come along; are install scripts switched off ("ignore-scripts")?'
      : `npm ended with ${code}.`
  throw new Sentence(
    `${output}\nThe packages could not be installed: ${why} Check the network connection and the free disk space, then start it again.`,
  )
}

/** Runs npm and collects what it prints. `npm_execpath` is the npm that started us; found by name otherwise. */
export function runNpm(root, args, options = {}) {
  const npm = process.env.npm_execpath
  if (npm && /\.[cm]?js$/.test(npm))
    return run(process.env.npm_node_execpath ?? process.execPath, [npm, ...args], root, options)
  return run(onWindows ? 'npm.cmd' : 'npm', args, root, { shell: onWindows, ...options })
}

/** Runs a program to its end: `{ code, output }`. A program that cannot be started ends with 127. */
export function run(command, args, cwd, { env = process.env, shell = false } = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => (output += chunk))
    child.once('error', (error) => resolve({ code: 127, output: String(error.message) }))
    child.once('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }))
  })
}

const sources = [
  'src-preload',
  'src-main',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]

/** One value for names, sizes and times of everything that goes into the build. */
export function sourcesMark(root) {
  const hash = createHash('sha256')
  const add = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) return
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name))
    } else if (!/\.(test|suite)\.tsx?$|\.md$|\.tsbuildinfo$/.test(path)) {
      hash.update(`${relative(root, path)}\0${stat.size}\0${stat.mtimeMs}\n`)
    }
  }
  for (const source of sources) add(join(root, source))
  return hash.digest('hex')
}

/** Builds `out/` where it is missing or older than its sources. Throws a Sentence. */
export async function buildProgram(root, say) {
  const markFile = join(root, '.cache', 'build-mark')
  const mark = sourcesMark(root)
  const entries = ['out/main/node.js', 'out/main/electron.js', 'out/preload/bridge.cjs', 'out/renderer/index.html']
  const built = entries.every((path) => existsSync(join(root, path)))
  if (built && existsSync(markFile) && readFileSync(markFile, 'utf8') === mark) return
  say('Building the program ...')
  const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { code, output } = await run(projectNode(root), [tool, 'build'], root)
  if (code !== 0) {
    throw new Sentence(
      `${output}\nThe program could not be built; the reason stands above. If you changed nothing, delete the folders "out" and "node_modules" and start it again.`,
    )
  }
  mkdirSync(join(root, '.cache'), { recursive: true })
  writeFileSync(markFile, mark)
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
