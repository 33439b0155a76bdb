import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, LocalDate } from '#contract/time'
import type { Clock } from './clock.ts'
import type { LogFields, Logger } from './logger.ts'

const keepDays = 14
const fileBytes = 5 * 1024 * 1024
const totalBytes = 50 * 1024 * 1024
const maxText = 300

type FileLoggerOptions = {
  folder: string
  clock: Clock
  /** Tests make them small. */
  limits?: { fileBytes: number; totalBytes: number }
}

/**
 * Writes one JSON object a line into `plumbline-<UTC day>-<part>.jsonl` of the folder, readable by the owner only;
 * keeps 14 days and 50 MB (R20). A log that cannot be written never stops the program.
 */
export function createFileLogger({ folder, clock, limits = { fileBytes, totalBytes } }: FileLoggerOptions): Logger {
  let file: { name: string; day: string; bytes: number } | null = null

  const fileFor = (day: string, bytes: number) => {
    if (file?.day === day && file.bytes + bytes <= limits.fileBytes) return file
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Numbers only grow, so that a part dropped for space is never taken for the newest one.
    const newest = logNames(folder).findLast((name) => name.startsWith(nameOf(day, 0).slice(0, 21)))
    let part = newest === undefined ? 0 : Number(newest.slice(21, -6))
    let size = sizeOf(join(folder, nameOf(day, part)))
    if (size > 0 && size + bytes > limits.fileBytes) {
      part++
      size = 0
    }
    file = { name: nameOf(day, part), day, bytes: size }
    prune(folder, day, limits.totalBytes - limits.fileBytes)
    return file
  }

  const write = (level: 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) => {
    const at = clock.now()
    const line = Buffer.from(`${safeJson({ at, level, event: cut(event), ...typedOnly(fields ?? {}) })}\n`)
    try {
      const target = fileFor(at.slice(0, 10), line.length)
      const path = join(folder, target.name)
      appendFileSync(path, line, { mode: 0o600 })
      if (target.bytes === 0) chmodSync(path, 0o600)
      target.bytes += line.length
    } catch {
      // A full disk or a folder taken away is told by the storage, which a person needs; the log is only company.
      file = null
    }
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

const nameOf = (day: string, part: number): string => `plumbline-${day}-${String(part).padStart(3, '0')}.jsonl`

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** Our log files, oldest first. */
const logNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^plumbline-\d{4}-\d\d-\d\d-\d{3,}\.jsonl$/.test(name))
    .sort()

/** Deletes files older than the limit, then the oldest ones until what is left fits. */
function prune(folder: string, today: string, bytes: number): void {
  const oldest = addDays(LocalDate.parse(today), 1 - keepDays)
  const names = logNames(folder)
  const kept = names.filter((name) => name.slice(10, 20) >= oldest)
  for (const name of names) if (!kept.includes(name)) rmSync(join(folder, name), { force: true })
  let total = kept.reduce((sum, name) => sum + sizeOf(join(folder, name)), 0)
  for (const name of kept) {
    if (total <= bytes) return
    total -= sizeOf(join(folder, name))
    rmSync(join(folder, name), { force: true })
  }
}

/** The newest lines of a log folder, oldest first, as far as they fit in so many bytes. A file that cannot be read is left out. */
export function newestLogLines(folder: string, mostBytes: number): string[] {
  const kept: string[] = []
  let left = mostBytes
  for (const name of existsSync(folder) ? logNames(folder).reverse() : []) {
    const lines = readLines(join(folder, name))
    for (let index = lines.length - 1; index >= 0; index--) {
      const line = lines[index] ?? ''
      left -= Buffer.byteLength(line) + 1
      if (left < 0) return kept.reverse()
      kept.push(line)
    }
  }
  return kept.reverse()
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  } catch {
    return []
  }
}

const cut = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText)}...` : text)

/** The types promise plain values; a value that slipped past them is named, never written. */
function typedOnly(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      if (typeof value === 'string') return [key, cut(value)]
      const plain = value === null || typeof value === 'number' || typeof value === 'boolean'
      return [key, plain ? value : `(${typeof value} left out)`]
    }),
  )
}

/** JSON keeps two characters as they are that some readers take for a line's end. */
const safeJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u2028\u2029\u0085]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
