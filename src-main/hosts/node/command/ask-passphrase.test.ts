import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { askPassphrase, readPassphrase } from './ask-passphrase.ts'

const ctrlC = '\u0003'
const ctrlD = '\u0004'

/** A terminal on which these keys are pressed while it asks. */
async function asked(keys: string, stop = new AbortController()) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const answer = askPassphrase({ input, output, stop }).catch((thrown: unknown) => thrown)
  input.write(keys)
  const given = await answer
  return { given, stopped: stop.signal.aborted, shown: String(output.read()) }
}

it('takes one line and shows nothing of it', async () => {
  expect(await asked('canary words\r')).toEqual({ given: 'canary words', stopped: false, shown: 'Passphrase: \n' })
})

it('asks the command to stop at Ctrl+C, and only says that nothing was given at Ctrl+D', async () => {
  const locked = expect.objectContaining({ code: 'workspace-locked' })
  expect(await asked(`can${ctrlC}`)).toEqual({ given: locked, stopped: true, shown: 'Passphrase: \n' })
  expect(await asked(ctrlD)).toEqual({ given: locked, stopped: false, shown: 'Passphrase: \n' })
})

it('stops waiting when the command is stopped from outside', async () => {
  const stop = new AbortController()
  const asking = askPassphrase({ input: new PassThrough(), output: new PassThrough(), stop })
  const reading = readPassphrase({ input: new PassThrough(), stop })
  stop.abort()
  await expect(asking).rejects.toMatchObject({ code: 'workspace-locked' })
  await expect(reading).rejects.toMatchObject({ code: 'workspace-locked' })
})
