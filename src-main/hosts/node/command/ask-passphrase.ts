import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { AppError } from '#contract/errors'

const nothing = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

const notGiven = (): AppError =>
  new AppError('workspace-locked', {
    blame: 'settings',
    tell: 'No passphrase was given, so the workspace stays locked.',
  })

/** One line of `input`. Throws AppError `workspace-locked` where it ends, or Ctrl+C is pressed, before there is one. */
function oneLine(input: NodeJS.ReadableStream, terminal: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    // The editor of a terminal repeats each key on its output; this output keeps them.
    const lines = createInterface({ input, output: nothing(), terminal })
    lines.once('line', (line) => {
      resolve(line)
      lines.close()
    })
    lines.once('SIGINT', () => lines.close())
    lines.once('close', () => {
      input.pause()
      reject(notGiven())
    })
  })
}

/** Asks for the passphrase on a terminal; nothing of what is typed is shown. */
export async function askPassphrase(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<string> {
  output.write('Passphrase: ')
  try {
    return await oneLine(input, true)
  } finally {
    output.write('\n')
  }
}

/** The first line of the standard input, for `--passphrase-stdin`. */
export const readPassphrase = (input: NodeJS.ReadableStream): Promise<string> => oneLine(input, false)
