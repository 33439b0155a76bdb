/** The checks of `layout.test.ts` as functions of file names and texts, so that each can be shown to fail. */
export type SourceFile = { path: string; text: string }

const exempt = /\.(test|suite)\.tsx?$|\/samples\/|\/generated\/|\.d\.m?ts$|^src-renderer\/testing\//
const source = /\.(ts|tsx|mts|mjs|js|css|html)$/
const mostLines = 400

/** Files above 400 lines; generated files, samples and tests aside. */
export function tooLong(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => source.test(path) && !exempt.test(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => `${path}: ${lines} lines, at most ${mostLines}`)
}

/** Files whose name is not kebab-case, and barrels. */
export function badlyNamed(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /\.(ts|tsx|mts|mjs)$/.test(path))
    .filter(({ path }) => {
      const name = path.split('/').at(-1) ?? ''
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*((\.[a-z]+)?\.(test|suite|spec)|\.config|\.d)?\.(ts|tsx|mts|mjs)$/.test(name) ||
        /^index\./.test(name)
      )
    })
    .map(({ path }) => `${path}: not a kebab-case name, or a barrel`)
}

/** What each connector folder holds; `a|b` is a file or a folder of that name. */
const required = [
  'connector.ts',
  'settings.ts',
  'wire.ts|wire/',
  'client.ts|client/',
  'normalise.ts',
  'sandbox.ts|sandbox/',
  'samples/',
  'connector.test.ts',
  'README.md',
]

const connectorFolder = /^src-main\/connectors\/([^/]+)\/(.+)$/

/** Folders of connectors, the kit aside. */
export function connectorFolders(files: readonly SourceFile[]): string[] {
  const names = files.map(({ path }) => connectorFolder.exec(path)?.[1]).filter((name) => name !== undefined)
  return [...new Set(names)].filter((name) => name !== 'kit').sort()
}

/** Required files that a connector folder lacks. */
export function missingInConnectors(files: readonly SourceFile[]): string[] {
  return connectorFolders(files).flatMap((folder) => {
    const held = files.map(({ path }) => connectorFolder.exec(path)).filter((match) => match?.[1] === folder)
    const has = (wanted: string) =>
      held.some((match) => (wanted.endsWith('/') ? match?.[2]?.startsWith(wanted) : match?.[2] === wanted))
    return required
      .filter((wanted) => !wanted.split('|').some(has))
      .map((wanted) => `src-main/connectors/${folder}: ${wanted.replace('|', ' or ')} is missing`)
  })
}

/** Connectors whose id is not their folder's name. */
export function strangeIds(connectors: readonly { folder: string; id: string }[]): string[] {
  return connectors
    .filter(({ folder, id }) => folder !== id)
    .map(({ folder, id }) => `${folder}: its connector calls itself ${id}`)
}

/** Formats and standards are no vendors: their names are ordinary words of the program. */
const formats = ['fhir', 'icalendar', 'csv']
const knownVendors = ['maple', 'docplanner', 'updox', 'rotamaster', 'mindbody']

/** Lines of the program that name a vendor outside its folder; documents, demo, tests and e2e may. */
export function vendorNamesOutside(files: readonly SourceFile[]): string[] {
  const vendors = [...new Set([...knownVendors, ...connectorFolders(files)])].filter((name) => !formats.includes(name))
  const free = /^(e2e|src-main\/demo)\/|\.md$/
  return files
    .filter(({ path }) => /^src-/.test(path) && source.test(path) && !free.test(path) && !exempt.test(path))
    .flatMap(({ path, text }) => {
      const own = connectorFolder.exec(path)?.[1]
      const foreign = vendors.filter((vendor) => vendor !== own)
      return text.split('\n').flatMap((line, index) => {
        const found = foreign.find((vendor) => line.toLowerCase().includes(vendor))
        return found === undefined ? [] : [`${path}:${index + 1}: names ${found}`]
      })
    })
}

/** Top folders without a README. */
export function withoutReadme(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path))
  const tops = new Set([...paths].map((path) => path.split('/')[0] ?? '').filter((top) => /^(src-|e2e$)/.test(top)))
  return [...tops].filter((top) => !paths.has(`${top}/README.md`)).map((top) => `${top}: README.md is missing`)
}
