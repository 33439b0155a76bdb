import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What `@electron/fuses` looks for in Electron's program, followed by the wire's version, its length and its states. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/**
 * A folder that electron-builder takes for Electron's: a stub with a fuse wire of so many fuses, nothing that runs. For
 * the package content check only; what is packed with it is no program and must never be shipped.
 */
export function makePlaceholder(folder: string, { fuses = 9 } = {}): string {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, fuses]), Buffer.alloc(fuses, '0')])
  const stub = '#!/bin/sh\necho "This is a placeholder of the package content check, not Electron." >&2\nexit 1\n'
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(stub), wire]))
  chmodSync(join(folder, 'electron'), 0o755)
  writeFileSync(join(folder, 'version'), '0.0.0-placeholder')
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'])
    writeFileSync(join(folder, name), 'placeholder\n')
  return folder
}
