// The entry of the Node host. Nothing else is loaded before the version is known: better-sqlite3 does not throw on an
// old Node, it takes the whole process down without a word.
if (Number(process.versions.node.split('.')[0]) < 22) {
  process.stderr.write(
    `Plumbline needs Node 22 or newer and this is Node ${process.versions.node}. Start it with "npm start" or "npm run demo": they bring the right one.\n`,
  )
  process.exit(1)
}
const { startFromTerminal } = await import('./start-from-terminal.ts')
await startFromTerminal(import.meta.url)
