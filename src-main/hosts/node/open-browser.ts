import { spawn } from 'node:child_process'

/**
 * Opens an address in the person's browser; false where that cannot be done, and the person then uses the printed
 * link. The address holds at most the one-time code: a program's arguments can be read by others on the computer.
 */
export function openBrowser(address: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [command, ...args] = commandFor(address, platform)
  if (command === undefined) return Promise.resolve(false)
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true })
    child.once('error', () => done(false))
    child.once('spawn', () => {
      child.unref()
      done(true)
    })
  })
}

function commandFor(address: string, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address]
  if (platform === 'darwin') return ['open', address]
  return ['xdg-open', address]
}
