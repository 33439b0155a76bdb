import type { CommandIo } from './command-io.ts'

type JsonDocument = { command: string; exitCode: number; [part: string]: unknown }

/** The one JSON document of a command with `--json`. */
export async function writeJson(io: CommandIo, document: JsonDocument): Promise<void> {
  await io.out(`${JSON.stringify(document, null, 2)}\n`)
}
