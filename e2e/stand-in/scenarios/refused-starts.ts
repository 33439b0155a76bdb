import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cores } from '../core-thread.ts'
import { loadEntry, scenario } from '../run-built.ts'
import { given, seen } from '../state.ts'

// Starts that must not be: each says why in a dialog, ends with 1 and has opened nothing.
type Start = { switches?: [string, string][]; argv?: string[]; packaged?: boolean; says: RegExp }

await scenario(async () => {
  const folder = process.argv[2] ?? ''
  const file = join(folder, 'a-file')
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, '')
  const starts: Start[] = [
    { switches: [['password-store', 'basic']], says: /keys would be stored under a key that everybody knows/ },
    { switches: [['ignore-certificate-errors', '']], says: /--ignore-certificate-errors/ },
    { switches: [['remote-debugging-port', '9222']], packaged: true, says: /--remote-debugging-port/ },
    { switches: [['js-flags', '--inspect']], packaged: true, says: /--js-flags/ },
    { argv: ['--workspace', join(folder, 'OneDrive', 'plumbline')], says: /copied to the cloud/ },
    { argv: ['--workspace', join(file, 'below')], says: /cannot be made or written/ },
    { argv: ['sync'], says: /"sync" is not known/ },
    { argv: ['demo', '--demo-seed', 'x'], says: /whole number/ },
  ]
  for (const [index, { switches = [], argv = ['--workspace', folder], packaged = false, says }] of starts.entries()) {
    given.switches = new Map(switches)
    given.packaged = packaged
    seen.exitCode = null
    seen.errorBoxes.length = 0
    await loadEntry(argv, `?start=${index}`)
    assert.deepEqual([seen.exitCode, seen.errorBoxes.length, cores.length], [1, 1, 0], `start ${index}`)
    assert.match(seen.errorBoxes[0]?.content ?? '', says)
    assert.equal(seen.errorBoxes[0]?.title, 'Plumbline cannot start')
  }
})
