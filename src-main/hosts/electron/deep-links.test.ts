import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkAmong, placeOfLink } from './deep-links.ts'
import { parseDesktopOptions } from './desktop-options.ts'

describe('a link of another program', () => {
  it.each([
    ['plumbline://calendar', '#/calendar'],
    ['plumbline://calendar/', '#/calendar'],
    ['plumbline:///calendar?day=2026-03-29', '#/calendar?day=2026-03-29'],
    ['plumbline:calendar', '#/calendar'],
    ['PLUMBLINE://Calendar?of=p-1', '#/calendar?of=p-1'],
    [
      'plumbline://discrepancies?kinds=only-left,differs&text=north',
      '#/discrepancies?kinds=only-left,differs&text=north',
    ],
    ['plumbline://settings?part=diagnostics#other', '#/settings?part=diagnostics'],
  ])('%s leads to %s', (link, place) => {
    expect(placeOfLink(link)).toBe(place)
  })

  it.each([
    ['of another scheme', 'https://calendar'],
    ['of the page’s scheme', 'plumbline-page://page/#/calendar'],
    ['to no screen', 'plumbline://sync'],
    ['to a screen in parts', 'plumbline://cal/endar'],
    ['beyond a screen', 'plumbline://calendar/approve'],
    ['without a screen', 'plumbline://'],
    ['with a name', 'plumbline://ada@calendar'],
    ['with a password', 'plumbline://:secret@calendar'],
    ['with a port', 'plumbline://calendar:80'],
    ['that is too long', `plumbline://calendar?text=${'a'.repeat(2000)}`],
    ['that climbs', 'plumbline://calendar/../settings/x'],
    ['that is none', 'calendar'],
  ])('%s is left alone', (_, link) => {
    expect(placeOfLink(link)).toBeNull()
  })

  it('only ever leads to a screen, without a control character and without a script, whatever it says', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(
          fc.constantFrom('plumbline://calendar?', 'plumbline://runs?x=', 'plumbline:'),
          fc.string({ unit: 'binary' }),
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (link) => {
        const place = placeOfLink(link)
        // oxlint-disable-next-line no-control-regex
        if (place !== null) expect(place).toMatch(/^#\/[a-z-]+(\?[^\u0000-\u0020"<>]*)?$/)
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  it('is the first one among the arguments', () => {
    expect(linkAmong(['/opt/plumbline', '--no-x', 'Plumbline://runs', 'plumbline://alerts'])).toBe('Plumbline://runs')
    expect(linkAmong(['/opt/plumbline', 'demo'])).toBeNull()
  })
})

describe('the arguments of the desktop application', () => {
  const parse = (...argv: string[]) => parseDesktopOptions(argv, '/home/ada')

  it('start the clinic’s own workspace where there are none', () => {
    expect(parse()).toEqual({ demo: false, link: null })
  })

  it('name the demo, its seed, a folder and a link', () => {
    expect(parse('demo', '--demo-seed', '7', '--workspace', 'try', 'plumbline://runs')).toEqual({
      demo: true,
      demoSeed: 7,
      folder: '/home/ada/try',
      link: 'plumbline://runs',
    })
    expect(parse('--workspace=/srv/one').folder).toBe('/srv/one')
  })

  it('leave the switches of Electron, Chromium and of drivers alone', () => {
    expect(parse('--inspect=0', '--remote-debugging-port=0', '--no-sandbox', '--ozone-platform=x11')).toEqual({
      demo: false,
      link: null,
    })
  })

  it.each([
    [['dmeo'], '"dmeo" is not known'],
    [['https://plumbline.example'], 'is not known'],
    [['--workspce=/tmp/try'], '"workspce" is not known'],
    [['--demo-sede=7'], '"demo-sede" is not known'],
    [['--workspace'], 'names no folder'],
    [['--workspace='], 'names no folder'],
    [['--demo-seed', 'x'], 'takes a whole number'],
    [['--demo-seed', '-1'], 'takes a whole number'],
  ])('refuse %s', (argv, words) => {
    expect(() => parse(...argv)).toThrowError(
      expect.objectContaining({ code: 'bad-input', tell: expect.stringContaining(words) }),
    )
  })
})
