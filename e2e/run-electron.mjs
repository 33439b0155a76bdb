// What `npm run test:electron` starts: the end-to-end specs in the desktop application, and the checklist of what nothing
// else can show. Where no window can be opened it says so, with the reason, and that is no failure. Fetches nothing.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { whyNoWindow } from '../src-main/hosts/choose-host.mjs'
import { buildProgram, installPackages, projectNode, Sentence } from '../src-main/hosts/prepare.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line) => process.stdout.write(`${line}\n`)

try {
  await installPackages(root, say)
  const why = whyNoWindow(root)
  if (why !== null) {
    say(`not run: the desktop application was not started in a window, because ${why}.`)
    process.exit(0)
  }
  await buildProgram(root, say)
} catch (error) {
  if (!(error instanceof Sentence)) throw error
  process.stderr.write(`${error.message.trim()}\n`)
  process.exit(1)
}

const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
const args = [playwright, 'test', '--config', join(root, 'e2e', 'playwright.config.ts'), ...process.argv.slice(2)]
const env = { ...process.env, PLUMBLINE_HOST: 'electron' }
spawn(projectNode(root), args, { cwd: root, env, stdio: 'inherit' }).once('exit', (code) => process.exit(code ?? 1))
