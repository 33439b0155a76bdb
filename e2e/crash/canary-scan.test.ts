import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodings, findCanaries, scanFolder } from './canary-scan.ts'

/** 200 values such as keys, names, addresses and numbers. */
const canaries = Array.from({ length: 200 }, (_, n) => ({
  name: `canary ${n}`,
  value: [`key-${n}/"+&=`, `Ånna Ødegård-${n}`, `w${n}+x@example.invalid`, `+44 7700 900${100 + n}/"b"`][n % 4] ?? '',
}))

/** Each way of writing, said here without the scanner's code. */
const written: Record<string, (value: string) => (string | Buffer)[]> = {
  'UTF-8': (value) => [value],
  'UTF-16LE': (value) => [Buffer.from(`x${value}`, 'utf16le')],
  base64: (value) =>
    ['', 'a', 'bb', 'ccc'].map((before) => Buffer.from(`${before}${value} and more`).toString('base64')),
  hex: (value) => [Buffer.from(`>${value}<`).toString('hex')],
  URL: (value) => [`https://example.invalid/?a=${encodeURIComponent(value)}`],
  'JSON-escaped': (value) => [JSON.stringify({ value })],
}

describe('the canary scanner', () => {
  it.each(Object.keys(encodings))('finds each of 200 values as %s', (encoding) => {
    for (const canary of canaries) {
      for (const planted of written[encoding]?.(canary.value) ?? ['']) {
        const bytes = Buffer.concat([Buffer.from('before '), Buffer.from(planted as string), Buffer.from(' after')])
        expect(findCanaries(bytes, [canary])).toContain(`${canary.name} as ${encoding}`)
      }
    }
  })

  it('goes red where one file of a folder holds one value', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-canary-'))
    try {
      await mkdir(join(folder, 'logs'))
      await writeFile(join(folder, 'ledger.db-wal'), Buffer.alloc(4096, 7))
      expect(scanFolder(folder, canaries).found).toEqual([])
      await writeFile(join(folder, 'logs', 'planted.jsonl'), `{"at":"${canaries[1]?.value}"}`)
      expect(scanFolder(folder, canaries)).toEqual({
        found: expect.arrayContaining(['logs/planted.jsonl: canary 1 as UTF-8']),
        files: expect.arrayContaining(['ledger.db-wal', 'logs/planted.jsonl']),
      })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
