#!/usr/bin/env node
// What `npm start`, `npm run demo` and `npx plumbline` start. Plain JavaScript without packages, for the Node 20 that a
// computer may have: installs and builds where needed, then hands over to the project's own Node.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
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

if (!isCommand) say('Host: Node with your browser, because this version has no desktop window yet.')
// npm changes into the project's folder; a relative --workspace is meant from where the person stands.
const child = spawn(projectNode(root), [join(root, 'out', 'main', 'node.js'), ...argv], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
})
// Ctrl+C reaches the child by itself; it then closes in order and we go with it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.once('error', (error) => {
  process.stderr.write(`The program could not be started: ${error.message}\n`)
  process.exit(failed)
})
child.once('exit', (code, signal) => process.exit(code ?? (signal ? failed : 0)))
