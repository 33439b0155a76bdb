import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { AppError } from '#contract/errors'

/** The page's files by URL path, in memory: nothing is looked up on disk while serving, so no path can leave the list. */
export type PageFiles = ReadonlyMap<string, PageFile>
export type PageFile = { body: Buffer; type: string }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Reads the built page. Throws AppError `not-found` where it was not built. Files of other kinds are not served. */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const files = new Map<string, { body: Buffer; type: string }>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const url = path.slice(folder.length).replaceAll('\\', '/').replace(/^\/*/, '/')
    files.set(url, { body: await readFile(path), type })
  }
  const index = files.get('/index.html')
  if (!index) {
    throw new AppError('not-found', {
      blame: 'bug',
      tell: 'The page of Plumbline was not built. Run "npm run build" in its folder and start it again.',
      log: 'index.html is missing',
    })
  }
  files.set('/', index)
  return files
}

/** The file as one answer carries it: a page gets a nonce of its own, which its policy then names. */
export function withNonce({ body, type }: PageFile): { body: Buffer; nonce: string | null } {
  if (!type.startsWith('text/html')) return { body, nonce: null }
  const nonce = randomBytes(16).toString('base64')
  return { body: Buffer.from(body.toString('utf8').replaceAll('__CSP_NONCE__', nonce)), nonce }
}
