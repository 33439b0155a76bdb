import { expect, it } from 'vitest'
import { DesktopPreferences, defaultPreferences } from '#contract/desktop'
import { desktopInput, desktopProblems, desktopValues, sameDesktop } from './desktop-shape.ts'

const night = DesktopPreferences.parse({ ...defaultPreferences, quiet: { from: '22:30', until: '06:00' } })

it('keeps what was chosen through the form and back', () => {
  expect([defaultPreferences, night].map((kept) => desktopInput(desktopValues(kept)))).toEqual([
    defaultPreferences,
    night,
  ])
})

it('proposes quiet hours that are kept only where they are switched on', () => {
  const proposed = { ...desktopValues(defaultPreferences), quiet: true }
  expect(desktopInput(proposed).quiet).toEqual({ from: '20:00', until: '07:00' })
  expect(sameDesktop(desktopInput(proposed), defaultPreferences)).toBe(false)
  expect(sameDesktop(desktopInput({ ...proposed, quiet: false, from: '' }), defaultPreferences)).toBe(true)
})

it('names what cannot be kept: no time, the same time twice, minutes outside of 1 to 30', () => {
  const values = desktopValues(night)
  expect([
    desktopProblems(values),
    desktopProblems({ ...values, from: '', until: '24:00' }),
    desktopProblems({ ...values, until: '22:30' }),
    desktopProblems({ ...values, quiet: false, from: '' }),
    ...[0, 31, 2.5, ''].map((lockAfterMinutes) => desktopProblems({ ...values, lockAfterMinutes })),
  ]).toEqual([
    {},
    { from: 'Enter a time, such as 20:00.', until: 'Enter a time, such as 07:00.' },
    { until: 'Enter another time than the first.' },
    {},
    ...Array.from({ length: 4 }, () => ({ lockAfterMinutes: 'Enter a whole number from 1 to 30.' })),
  ])
})
