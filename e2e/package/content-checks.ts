/** The checks of the package content check as functions of names and texts, so that each can be shown to fail. */

/** What the archive may hold, each as a whole path; a file that is none of them does not belong into it. */
const allowed = [
  /^package\.json$/,
  /^LICENSE$/,
  /^resources\/icon\.png$/,
  /^out\/main\/(electron|core-entry|cache-worker)\.js$/,
  /^out\/main\/chunks\/[a-z-]+-[\w-]{8}\.js$/,
  /^out\/preload\/bridge\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/[\w.-]+-[\w-]{8}\.(js|css|woff2)$/,
  /^node_modules\/better-sqlite3\/(package\.json|LICENSE)$/,
  /^node_modules\/better-sqlite3\/lib\/(methods\/)?[a-z0-9-]+\.js$/,
]

/** Where the database driver's native file stands, inside the archive's list and beside the archive. */
export const nativeFile = (target: string): string => `node_modules/better-sqlite3/prebuilds/${target}.node`

/** Files of the archive that the list does not know, `target` being system and processor (`linux-x64`). */
export const strangeFiles = (files: readonly string[], target: string): string[] =>
  files.filter((file) => file !== nativeFile(target) && !allowed.some((pattern) => pattern.test(file)))

/** Parts of the list that no file of the archive is: a list that nothing needs hides what is missing. */
export const missingFiles = (files: readonly string[], target: string): string[] => [
  ...allowed.filter((pattern) => !files.some((file) => pattern.test(file))).map(({ source }) => source),
  ...(files.includes(nativeFile(target)) ? [] : [nativeFile(target)]),
]

/** What the packed folder may hold beside the archive: Electron's own, as far as the placeholder has it. */
const besideArchive = [
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
  'locales/en-US.pak',
  'plumbline',
  'resources/app.asar',
  'version',
]

/** Files of the packed folder that belong to neither Electron nor us. */
export const strangeBeside = (files: readonly string[], target: string): string[] =>
  files.filter((file) => !besideArchive.includes(file) && file !== `resources/app.asar.unpacked/${nativeFile(target)}`)

type BuiltFile = { path: string; text: string }

/** Files of `out/main` that nothing loads from the three entries on: code of another host. */
export function unreachedFiles(files: readonly BuiltFile[]): string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  const reached = new Set<string>()
  const visit = (path: string): void => {
    const text = texts.get(path)
    if (text === undefined || reached.has(path)) return
    reached.add(path)
    for (const [, to = ''] of text.matchAll(/["'](\.{1,2}\/[\w./-]+\.js)["']/g)) {
      visit(new URL(to, `file:///${path}`).pathname.slice(1))
    }
  }
  for (const entry of ['electron', 'core-entry', 'cache-worker']) visit(`out/main/${entry}.js`)
  return [...texts.keys()].filter((path) => /^out\/main\//.test(path) && !reached.has(path))
}

/** Texts that must not leave the computer a package is built on, by what they are. */
const secrets: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a token of a registry', /\b(npm_[A-Za-z0-9]{36}|_authToken|gh[pousr]_[A-Za-z0-9]{36})\b/],
  ['a key of a cloud', /\bAKIA[0-9A-Z]{16}\b/],
  ['a source map', /\/\/[#@] sourceMappingURL=/],
]

/** What a file of the archive tells of the computer it was built on, or should not hold at all. */
export const revealed = (files: readonly BuiltFile[], paths: readonly string[]): string[] =>
  files.flatMap(({ path, text }) => [
    ...paths.filter((one) => text.includes(one)).map(() => `${path}: a path of this computer`),
    ...secrets.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${path}: ${what}`),
  ])
