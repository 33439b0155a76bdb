import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FuseState, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import settings from '../../resources/installer/electron-builder.mjs'
import flipAfterPack, { fuses } from '../../resources/installer/flip-fuses.mjs'
import { runScenario } from '../stand-in/run-scenario.ts'
import { missingFiles, nativeFile, revealed, strangeBeside, strangeFiles, unreachedFiles } from './content-checks.ts'
import { type Packed, packContent } from './pack-content.ts'
import { makePlaceholder } from './placeholder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const target = `linux-${process.arch}`
/** What the archive and the native file beside it may weigh together; the page's fonts and the driver are most of it. */
const mostBytes = 12 * 1024 * 1024

let place: string
let packed: Packed
const textsOf = (files: readonly string[]) =>
  files
    .filter((path) => /\.(c?js|json|css|html)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(packed.extracted, path), 'utf8') }))

// The packer's settings are for three systems, the placeholder for one.
describe.skipIf(process.platform !== 'linux')('package content check', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'plumbline-package-'))
    packed = await packContent(place)
  }, 120_000)
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  it('finds what the program needs in the archive, and nothing else', () => {
    expect(strangeFiles(packed.archived, target)).toEqual([])
    expect(missingFiles(packed.archived, target)).toEqual([])
    expect(unreachedFiles(textsOf(packed.archived))).toEqual([])
  })

  it('finds one native file, beside the archive, and Electron’s own files', () => {
    expect(strangeBeside(packed.beside, target)).toEqual([])
    expect(packed.beside.filter((file) => file.endsWith('.node'))).toEqual([
      `resources/app.asar.unpacked/${nativeFile(target)}`,
    ])
    const bytes = (path: string): number => statSync(join(packed.folder, 'resources', path)).size
    expect(bytes('app.asar') + bytes(`app.asar.unpacked/${nativeFile(target)}`)).toBeLessThan(mostBytes)
  })

  it('finds no path of this computer, no secret and no source map', () => {
    const home = homedir()
    const paths = [root, place, ...(home.split(sep).length > 2 ? [home] : [])]
    expect(revealed(textsOf(packed.archived), paths)).toEqual([])
  })

  it('finds what the program says of itself, and no scripts', () => {
    const { scripts, devDependencies, ...own } = JSON.parse(
      readFileSync(join(packed.extracted, 'package.json'), 'utf8'),
    ) as Record<string, unknown>
    expect([scripts, devDependencies]).toEqual([undefined, undefined])
    expect(own).toMatchObject({ name: 'plumbline', main: 'out/main/electron.js', type: 'module' })
  })

  it('reads nine of nine fuses back as they are meant', async () => {
    const { version, ...wire } = await getCurrentFuseWire(packed.program)
    expect(version).toBe(FuseVersion.V1)
    const meant = Object.fromEntries(
      Object.entries(fuses).map(([fuse, on]) => [fuse, on ? FuseState.ENABLE : FuseState.DISABLE]),
    )
    expect(Object.keys(meant)).toHaveLength(9)
    expect(wire).toMatchObject(meant)
    expect(Object.keys(wire).filter((fuse) => !(fuse in meant) && /^\d+$/.test(fuse))).toEqual([])
  })

  it('breaks the packing at a tenth fuse, until somebody decides about it', async () => {
    const folder = makePlaceholder(join(place, 'ten-fuses'), { fuses: 10 })
    copyFileSync(join(folder, 'electron'), join(folder, 'plumbline'))
    const packager = { appInfo: { productFilename: 'Plumbline' }, executableName: 'plumbline' }
    const flipped = flipAfterPack({ appOutDir: folder, electronPlatformName: 'linux', packager })
    await expect(flipped).rejects.toThrow(/strictlyRequireAllFuses/)
  })

  it('runs after extraction, with nothing of this project beside it', async () => {
    const { held, said } = await runScenario('demo', { root: packed.extracted, packaged: true })
    expect(held ? 'held' : said).toBe('held')
  })

  it('does not open a workspace with an exchanged native file', async () => {
    const path = join(packed.extracted, nativeFile(target))
    const native = readFileSync(path)
    writeFileSync(path, Buffer.concat([native, Buffer.from([0])]))
    const { held, said } = await runScenario('foreign-driver', { root: packed.extracted, packaged: true })
    writeFileSync(path, native)
    expect(held ? 'held' : said).toContain('held')
  })

  it('finds the way from a link to the program in the desktop entry, and no switch', async () => {
    const entries = { deb: await desktopEntry('deb'), appImage: await desktopEntry('appImage') }
    expect(entries.deb).toContain('Exec=/opt/Plumbline/plumbline %U')
    expect(entries.appImage.filter((line) => line.startsWith('Exec='))).toEqual(['Exec=AppRun %U'])
    for (const entry of Object.values(entries)) {
      expect(entry).toContain('MimeType=x-scheme-handler/plumbline;')
      expect(entry).toContain('StartupWMClass=plumbline')
    }
  })

  it.each([
    'out/main/node.js',
    'out/main/electron.js.map',
    'out/main/chunks/start.ts',
    'out/renderer/assets/report.pdf',
    'node_modules/ws/index.js',
    'node_modules/better-sqlite3/build/config.gypi',
    'node_modules/better-sqlite3/prebuilds/win32-x64.node',
    'node_modules/better-sqlite3/src/better_sqlite3.cpp',
    'src-main/create-app.ts',
    '.env',
    'keys.json',
  ])('would name %s, were it in the archive', (file) => {
    expect(strangeFiles([...packed.archived, file], target)).toEqual([file])
  })

  it('would name what is missing, what nothing loads, what lies beside and what is revealed', () => {
    expect(
      missingFiles(
        packed.archived.filter((file) => file !== 'out/preload/bridge.cjs'),
        target,
      ),
    ).toEqual(['^out\\/preload\\/bridge\\.cjs$'])
    const strayed = { path: 'out/main/chunks/start-from-terminal-00000000.js', text: '' }
    expect(unreachedFiles([...textsOf(packed.archived), strayed])).toEqual([strayed.path])
    expect(strangeBeside([...packed.beside, 'notes.txt'], target)).toEqual(['notes.txt'])
    const text = `${root} ${'-----BEGIN'} PRIVATE KEY----- //${'#'} sourceMappingURL=x`
    expect(revealed([{ path: 'a.js', text }], [root])).toEqual([
      'a.js: a path of this computer',
      'a.js: a private key',
      'a.js: a source map',
    ])
  })
})

/** The desktop entry as the packer writes it for a target, line by line. */
async function desktopEntry(kind: 'deb' | 'appImage'): Promise<string[]> {
  const { author, description, desktopName } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Metadata
  const packager = {
    config: settings,
    platformSpecificBuildOptions: settings.linux,
    executableName: settings.linux?.executableName,
    appInfo: { productName: settings.productName, sanitizedProductName: settings.productName, description },
    info: { metadata: { author, description, desktopName } },
    fileAssociations: [],
  }
  const { LinuxTargetHelper } = packerPart<Helpers>('LinuxTargetHelper')
  const helper = new LinuxTargetHelper(packager)
  if (kind === 'deb') return (await helper.computeDesktopEntry(settings.linux)).split('\n')
  const { default: AppImageTarget } = packerPart<AppImages>('appimage/AppImageTarget')
  return (await new AppImageTarget('', packager, helper, '').desktopEntry.value).split('\n')
}

type Metadata = { author: string; description: string; desktopName: string }
type Helper = { computeDesktopEntry(options: unknown): Promise<string> }
type Helpers = { LinuxTargetHelper: new (packager: unknown) => Helper }
type AppImages = { default: new (...given: unknown[]) => { desktopEntry: { value: Promise<string> } } }

/** A part of the packer that it does not offer, by its file. */
function packerPart<Part>(name: string): Part {
  const require = createRequire(import.meta.url)
  return require(join(root, 'node_modules', 'app-builder-lib', 'out', 'targets', `${name}.js`)) as Part
}
