import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findBrowser } from './browser.ts'
import { desktopProgram, hostKind } from './electron/desktop-program.ts'
import { prepareDemo } from './prepared-demo.ts'

/**
 * Before any spec: the program is built and a browser (or Electron's program) is there, or one sentence says what to do. Unpacks the browser
 * once and plants the demo that specs get copies of; Playwright calls what it gives back after the last spec.
 */
export async function prepareSpecs(): Promise<() => Promise<void>> {
  if (!existsSync(fileURLToPath(new URL('../out/main/node.js', import.meta.url)))) {
    throw new Error('The program is not built. Run "npm run build" first, or "npm test", which does it.')
  }
  if (hostKind === 'electron') process.stdout.write(`Desktop application: ${desktopProgram()}\n`)
  else {
    const { executablePath, from } = await findBrowser()
    process.stdout.write(`Browser: ${executablePath} (${from})\n`)
  }
  return await prepareDemo()
}

// Playwright takes this file's default export as its global set-up.
export default prepareSpecs
