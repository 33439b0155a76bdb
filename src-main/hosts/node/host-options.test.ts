import { expect, it } from 'vitest'
import { parseHostOptions } from './host-options.ts'

const parse = (argv: string[], env = {}) => parseHostOptions({ argv, env, cwd: '/home/ann' })

it('opens the own workspace on a free port in a browser unless told otherwise', () => {
  expect(parse([])).toEqual({ demo: false, port: 0, openBrowser: true, printLink: false, help: false })
  expect(parse(['demo', '--workspace', 'here', '--port', '8123', '--no-open'])).toEqual({
    demo: true,
    folder: '/home/ann/here',
    port: 8123,
    openBrowser: false,
    printLink: false,
    help: false,
  })
})

it('opens no browser where nobody sits at the computer', () => {
  expect(parse([], { CI: 'true' }).openBrowser).toBe(false)
})

it.each([['--port', 'many'], ['--port', '70000'], ['--colour'], ['demoo'], ['--workspace', ''], ['--workspace']])(
  'says in a sentence that it cannot use %s %s',
  (...argv) => {
    expect(() => parse(argv)).toThrow(
      expect.objectContaining({ code: 'bad-input', tell: expect.stringContaining(argv[0] ?? '') }),
    )
  },
)
