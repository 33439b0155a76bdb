import { fileURLToPath } from 'node:url'
import { electronProgram } from '../../src-main/hosts/choose-host.mjs'

/** Which host the specs of this run go through; `run-electron.mjs` says `electron`. */
export const hostKind: 'web' | 'electron' = process.env['PLUMBLINE_HOST'] === 'electron' ? 'electron' : 'web'

/** The checkout, which Electron is given as the application. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Electron's program. Throws an Error where it is not there; `run-electron.mjs` looks before it begins. */
export function desktopProgram(): string {
  const program = electronProgram(root)
  if (program === null) throw new Error('Electron\'s program is not there. Run the specs by "npm run test:electron".')
  return program
}
