#!/usr/bin/env node
// What `npm start`, `npm run demo` and `npx plumbline` start. Plain JavaScript without packages, for the Node 20 that a
// computer may have: installs and builds where needed, then hands over to the project's own Node.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chooseHost } from './choose-host.mjs'
import { buildProgram, installPackages, projectNode, Sentence } from './prepare.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const argv = process.argv.slice(2)
// A command's output may be read by a program; what is told on the way goes beside it.
const isCommand = ['sync', 'list', 'export', 'status'].includes(argv[0])
const failed = isCommand ? 3 : 1
const say = (line) => (isCommand ? process.stderr : process.stdout).write(`${line}\n`)

if (Number(process.versions.node.split('.')[0]) < 20) {
  say(
    `This is Node ${process.versions.node}; Plumbline needs Node 20 or newer to install itself. Get it from nodejs.org.`,
  )
  process.exit(failed)
}

try {
  await installPackages(root, say)
  await buildProgram(root, say)
} catch (error) {
  if (!(error instanceof Sentence)) throw error
  process.stderr.write(`${error.message.trim()}\n`)
  process.exit(failed)
}

/** What the person typed that is for the program of either host. */
const forNode = [join(root, 'out', 'main', 'node.js'), ...argv.filter((argument) => argument !== '--browser')]

/** True once somebody outside asked for the end: then nothing else is started. */
let ending = false

/** Runs a program in our place; tells how it ended and after how long. */
function run(program, args) {
  const began = performance.now()
  // Ctrl+C reaches the child by itself; it then closes in order and we go with it.
  process.on('SIGINT', () => (ending = true))
  // npm changes into the project's folder; a relative --workspace is meant from where the person stands. A terminal inside
  // an Electron program may say that Electron is to be Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const child = spawn(program, args, { cwd: process.env.INIT_CWD ?? process.cwd(), env, stdio: 'inherit' })
  process.on('SIGTERM', () => {
    ending = true
    child.kill('SIGTERM')
  })
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`The program could not be started: ${error.message}\n`)
      resolve({ code: failed, signal: null, ranMs: 0 })
    })
    child.once('exit', (code, signal) =>
      resolve({ code: code ?? (signal ? failed : 0), signal, ranMs: performance.now() - began }),
    )
  })
}

/** A desktop application that ends with an error so soon has not come up at all. */
const notUpMs = 5000

const host = isCommand ? { why: '' } : await chooseHost(root, { argv, say })
if (host.program) {
  say('Host: the desktop application, in a window of its own.')
  const { code, signal, ranMs } = await run(host.program, [root, ...argv])
  if (code === 0 || ending || ranMs > notUpMs) process.exit(code)
  // Chromium aborts itself where the system does not let it have its sandbox; why stands in the lines above.
  const sandbox = process.platform === 'linux' && signal !== null ? '; for a missing sandbox see README.md' : ''
  host.why = `because the desktop application did not start (it ended with ${signal ?? code}${sandbox})`
}
if (!isCommand) say(`Host: Node with your browser, ${host.why}.`)
process.exit((await run(projectNode(root), forNode)).code)
