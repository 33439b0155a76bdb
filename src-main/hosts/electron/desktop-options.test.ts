import { describe, expect, it } from 'vitest'
import { parseDesktopOptions, typedArguments } from './desktop-options.ts'

describe('what a person typed', () => {
  it('stands after the folder of a program that is not packaged, whatever a debugger put before it', () => {
    expect(typedArguments(['electron', '/here', 'demo'], false)).toEqual(['demo'])
    const driven = ['electron', '--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '/here', '--demo-seed', '7']
    expect(typedArguments(driven, false)).toEqual(['--demo-seed', '7'])
    expect(typedArguments(['electron', '.'], false)).toEqual([])
  })

  it('is all that follows a packaged program', () => {
    expect(typedArguments(['plumbline'], true)).toEqual([])
    expect(typedArguments(['plumbline', 'plumbline://runs'], true)).toEqual(['plumbline://runs'])
  })
})

describe('the options of the desktop application', () => {
  it('are the demo, its seed, a folder from where the person stands, and a link', () => {
    expect(parseDesktopOptions(['demo', '--demo-seed', '7', '--workspace', 'here'], '/home/ada')).toEqual({
      demo: true,
      demoSeed: 7,
      folder: '/home/ada/here',
      link: null,
    })
    expect(parseDesktopOptions(['plumbline://discrepancies'], '/').link).toBe('plumbline://discrepancies')
    expect(parseDesktopOptions([], '/')).toEqual({ demo: false, link: null })
  })

  it('leave the switches of Electron and Chromium alone', () => {
    expect(parseDesktopOptions(['--force-dark-mode', '--lang=de', 'demo'], '/')).toEqual({ demo: true, link: null })
  })

  it.each([
    [['dmeo'], '"dmeo" is not known'],
    [['--workspace'], '"--workspace" names no folder'],
    [['--workspace='], '"--workspace" names no folder'],
    [['--demo-seed', 'seven'], '"--demo-seed" takes a whole number'],
  ])('%j is refused in words', (argv, says) => {
    expect(() => parseDesktopOptions(argv, '/')).toThrow(expect.objectContaining({ code: 'bad-input' }))
    expect(() => parseDesktopOptions(argv, '/')).toThrow(
      expect.objectContaining({ tell: expect.stringContaining(says) }),
    )
  })
})
