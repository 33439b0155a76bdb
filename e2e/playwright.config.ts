import { defineConfig } from '@playwright/test'
import type { Hands } from './app-fixture.ts'
import { hostKind } from './electron/desktop-program.ts'

/** Every spec runs twice (style 19): by mouse in UTC, by keyboard in a zone with clock changes; `@once` only by keys. */
const web = [
  { name: 'mouse-utc', grepInvert: /@once/, use: { timezoneId: 'UTC', hands: 'mouse' as const } },
  { name: 'keyboard-warsaw', use: { timezoneId: 'Europe/Warsaw', hands: 'keyboard' as const } },
]

/** The same specs in the desktop application, and what only it can show. */
const electron = [
  { name: 'electron-mouse-utc', use: { timezoneId: 'UTC', hands: 'mouse' as const } },
  { name: 'electron-checklist', testDir: './electron', use: { timezoneId: 'Europe/Warsaw' } },
]

export default defineConfig<{ hands: Hands }>({
  testDir: './specs',
  outputDir: '../.cache/e2e-results',
  globalSetup: './prepare-specs.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // A walk through a list by keys is long on a slow machine.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: process.env['PLUMBLINE_E2E_JSON']
    ? [['line'], ['json', { outputFile: process.env['PLUMBLINE_E2E_JSON'] }]]
    : 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    actionTimeout: 10_000,
    // Recording every test makes all of them slower; what fails leaves a picture and the page's structure anyway.
    trace: process.env['PLUMBLINE_TRACE'] ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  projects: hostKind === 'electron' ? electron : web,
})
