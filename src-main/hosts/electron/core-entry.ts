import { assertNativeFile } from './native-file.ts'

// The entry of the core's process. The native file is checked before anything that could load it is (T15).
assertNativeFile()
const { startCore } = await import('./start-core.ts')
await startCore({ parent: process.parentPort, boot: process.argv.at(-1) ?? '', entry: import.meta.url })
