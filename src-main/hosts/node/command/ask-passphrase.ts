import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { AppError } from '#contract/errors'

const nothing = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

const notGiven = (): AppError =>
  new AppError('workspace-locked', {
    blame: 'settings',
    tell: 'No passphrase was given, so the workspace stays locked.',
  })

type OneLine = {
  input: NodeJS.ReadableStream
  terminal: boolean
  /** Aborted by Ctrl+C here: a terminal that is read key by key sends no signal. Aborted by others, it ends the reading. */
  stop: AbortController
}

/** One line of `input`. Throws AppError `workspace-locked` where it ends, or is stopped, before there is one. */
function oneLine({ input, terminal, stop }: OneLine): Promise<string> {
  return new Promise((resolve, reject) => {
    // The editor of a terminal repeats each key on its output; this output keeps them.
    const lines = createInterface({ input, output: nothing(), terminal, signal: stop.signal })
    lines.once('line', (line) => {
      resolve(line)
      lines.close()
    })
    lines.once('SIGINT', () => stop.abort())
    lines.once('close', () => {
      input.pause()
      reject(notGiven())
    })
  })
}

type Asked = Omit<OneLine, 'terminal'>

/** Asks for the passphrase on a terminal; nothing of what is typed is shown. */
export async function askPassphrase({ output, ...asked }: Asked & { output: NodeJS.WritableStream }): Promise<string> {
  output.write('Passphrase: ')
  try {
    return await oneLine({ ...asked, terminal: true })
  } finally {
    output.write('\n')
  }
}

/** The first line of the standard input, for `--passphrase-stdin`. */
export const readPassphrase = (asked: Asked): Promise<string> => oneLine({ ...asked, terminal: false })
