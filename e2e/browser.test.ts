import { expect, it } from 'vitest'
import { findBrowser, librariesNotFound, libraryAdvice } from './browser.ts'

it('takes the browser that the environment names', async () => {
  const { executablePath, from } = await findBrowser({ PLUMBLINE_BROWSER: process.execPath })
  expect([executablePath, from]).toEqual([process.execPath, 'PLUMBLINE_BROWSER'])
})

it('says that the named browser is not there', async () => {
  await expect(findBrowser({ PLUMBLINE_BROWSER: '/nowhere/chromium' })).rejects.toThrow('/nowhere/chromium')
})

it('names the libraries that are missing and the command that brings them', () => {
  const ldd = '\tlibnss3.so => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibexpat.so.1 => not found\n'
  expect(librariesNotFound(ldd)).toEqual(['libnss3.so', 'libexpat.so.1'])
  const advice = libraryAdvice(librariesNotFound(ldd))
  expect(advice).toContain('lacks libnss3.so, libexpat.so.1')
  expect(advice).toContain('sudo apt-get install libnss3 libexpat1')
})

it('names a library it does not know without inventing a command', () => {
  expect(libraryAdvice(['libodd.so.7'])).not.toContain('apt-get')
})
