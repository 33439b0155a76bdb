import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A planted value that must not come out, and what it stands for. */
export type Canary = { name: string; value: string }

const ascii = (text: string): string =>
  text.replace(/[^ -~]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The parts of base64 that a value gives wherever it starts within a longer text. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const whole = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

/** How a text may stand in a file or an answer (P19), each as the texts or bytes that give it away. */
export const encodings: Readonly<Record<string, (value: string) => (string | Buffer)[]>> = {
  'UTF-8': (value) => [value],
  'UTF-16LE': (value) => [Buffer.from(value, 'utf16le')],
  base64: (value) => [...base64Forms(Buffer.from(value)), ...base64Forms(Buffer.from(value, 'utf16le'))],
  hex: (value) => {
    const hex = Buffer.from(value).toString('hex')
    return [hex, hex.toUpperCase()]
  },
  URL: (value) => {
    const url = encodeURIComponent(value)
    return [url, url.replaceAll('%20', '+'), encodeURI(value), new URLSearchParams([['', value]]).toString().slice(1)]
  },
  'JSON-escaped': (value) => {
    const json = JSON.stringify(value).slice(1, -1)
    return [json, ascii(json), json.replaceAll('/', '\\/'), ascii(json).replaceAll('/', '\\/')]
  },
}

/** The canaries found in some bytes, each as `name as encoding`. */
export function findCanaries(bytes: Buffer, canaries: readonly Canary[]): string[] {
  return canaries.flatMap(({ name, value }) =>
    Object.entries(encodings)
      .filter(([, forms]) => forms(value).some((form) => bytes.includes(form)))
      .map(([encoding]) => `${name} as ${encoding}`),
  )
}

/** Every file below a folder that holds a canary in its name or content; also tells how many files it looked at. */
export function scanFolder(folder: string, canaries: readonly Canary[]): { found: string[]; files: string[] } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const found = files.flatMap((path) => {
    const bytes = Buffer.concat([Buffer.from(path), readFileSync(path)])
    return findCanaries(bytes, canaries).map((what) => `${path.slice(folder.length + 1)}: ${what}`)
  })
  return { found, files: files.map((path) => path.slice(folder.length + 1)) }
}
