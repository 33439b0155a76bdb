import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const exec = promisify(execFile)

export type Browser = { executablePath: string; args: string[]; env: Record<string, string>; from: string }

/**
 * The browser for end-to-end specs: the one `PLUMBLINE_BROWSER` names (`bundled` for the packaged one), else a
 * Chromium or Chrome of this computer, else the packaged one. Throws an Error with a sentence where none can run.
 */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  const named = env['PLUMBLINE_BROWSER'] ?? ''
  if (named === 'bundled') return await bundledBrowser()
  if (named !== '') {
    if (!existsSync(named))
      throw new Error(`PLUMBLINE_BROWSER names ${named}, and there is no such file. Correct it or leave it out.`)
    return { ...plain, executablePath: named, from: 'PLUMBLINE_BROWSER' }
  }
  const found = systemBrowsers(env).find(isProgram)
  if (found !== undefined) return { ...plain, executablePath: found, from: 'this computer' }
  return await bundledBrowser()
}

/** Chromium refuses its sandbox to root. Nothing else is switched off: the origin checks are what specs rely on. */
const plain = { args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], env: {} }

function systemBrowsers(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'].map((app) =>
      join('/Applications', app),
    )
  }
  if (process.platform === 'win32') {
    const places = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
      (place) => place !== undefined,
    )
    return places.map((place) => join(place, 'Google', 'Chrome', 'Application', 'chrome.exe'))
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Unpacks the packaged Chromium once into a private folder of its version, and checks that it is that version. */
async function bundledBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') {
    throw new Error(
      'No browser was found for the end-to-end specs. Install Chrome or Chromium, or name one with PLUMBLINE_BROWSER.',
    )
  }
  const packed = join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json')
  const { version } = JSON.parse(readFileSync(packed, 'utf8')) as { version: string }
  const folder = join(root, '.cache', `browser-${version}`)
  const executablePath = join(folder, 'chromium')
  if (!existsSync(join(folder, 'complete'))) await unpack(folder)
  const libraries = await missingLibraries(executablePath)
  if (libraries.length > 0) throw new Error(libraryAdvice(libraries))
  await checkVersion(executablePath, version)
  await writeFile(join(folder, 'complete'), version)
  // Without fonts of the computer it takes those that came with it.
  const fonts: Record<string, string> = existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }
  return { ...plain, env: fonts, executablePath, from: `@sparticuz/chromium ${version}` }
}

/** The package unpacks into the temporary folder and takes whatever already lies there: so it gets an empty one. */
async function unpack(folder: string): Promise<void> {
  const fresh = `${folder}.${process.pid}`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true, mode: 0o700 })
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = fresh
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  await rm(folder, { recursive: true, force: true })
  await rename(fresh, folder)
}

async function checkVersion(executablePath: string, version: string): Promise<void> {
  const { stdout } = await exec(executablePath, ['--version', ...plain.args]).catch((failed: { stderr?: string }) => {
    throw new Error(`The packaged Chromium does not start: ${(failed.stderr ?? '').trim().slice(0, 300)}`)
  })
  const major = version.split('.', 1)[0] ?? ''
  if (new RegExp(`\\b${major}\\.`).test(stdout)) return
  throw new Error(
    `The packaged Chromium should be version ${major} and says "${stdout.trim()}". Delete the folder .cache and try again.`,
  )
}

const packages: Readonly<Record<string, { apt: string; dnf: string }>> = {
  'libnss3.so': { apt: 'libnss3', dnf: 'nss' },
  'libnssutil3.so': { apt: 'libnss3', dnf: 'nss' },
  'libsmime3.so': { apt: 'libnss3', dnf: 'nss' },
  'libnspr4.so': { apt: 'libnspr4', dnf: 'nspr' },
  'libexpat.so.1': { apt: 'libexpat1', dnf: 'expat' },
}

/** Libraries that a program wants and this computer lacks, as its loader names them. */
async function missingLibraries(program: string): Promise<string[]> {
  const { stdout } = await exec('ldd', [program]).catch(() => ({ stdout: '' }))
  return librariesNotFound(stdout)
}

/** The libraries that `ldd` calls not found. */
export const librariesNotFound = (ldd: string): string[] =>
  [...ldd.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')

/** Which libraries are missing and the command that brings them. */
export function libraryAdvice(libraries: readonly string[]): string {
  const known = libraries.map((library) => packages[library]).filter((names) => names !== undefined)
  const unique = (names: string[]) => [...new Set(names)].join(' ')
  const how =
    known.length === libraries.length
      ? `Install them with "sudo apt-get install ${unique(known.map(({ apt }) => apt))}" (Debian, Ubuntu) or "sudo dnf install ${unique(known.map(({ dnf }) => dnf))}" (Fedora)`
      : 'Install the packages of your system that hold them'
  return `The browser for end-to-end specs cannot start because this computer lacks ${libraries.join(', ')}. ${how}, or install Chromium itself, then run the tests again.`
}
