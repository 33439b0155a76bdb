import { assertNativeFile } from './native-file.ts'

// Ctrl+C in a terminal reaches every process of the program at once. The main process hears it, too, and ends this one in
// order.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})

// The entry of the core's process. The native file is checked before anything that could load it is (T15).
assertNativeFile()
const { startCore } = await import('./start-core.ts')
await startCore({ parent: process.parentPort, boot: process.argv.at(-1) ?? '', entry: import.meta.url })
