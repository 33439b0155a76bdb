import { expect, it } from 'vitest'
import { workspacePlaces } from './workspace-places.ts'

const linux = { platform: 'linux', home: '/home/ann', env: {} } as const
const mac = { platform: 'darwin', home: '/Users/ann', env: {} } as const
const windows = {
  platform: 'win32',
  home: 'C:\\Users\\ann',
  env: { LOCALAPPDATA: 'D:\\Local', APPDATA: 'D:\\Roaming' },
} as const

it('keeps a workspace in local application data and its key file elsewhere', () => {
  expect(workspacePlaces({ demo: false }, linux)).toEqual({
    folder: '/home/ann/.local/share/plumbline/workspace',
    keysFile: '/home/ann/.local/share/plumbline/workspace/keys.json',
    keyFile: '/home/ann/.config/plumbline/workspace.key',
    logs: '/home/ann/.local/share/plumbline/workspace/logs',
  })
  expect(workspacePlaces({ demo: false }, mac).folder).toBe(
    '/Users/ann/Library/Application Support/Plumbline/workspace',
  )
  expect(workspacePlaces({ demo: false }, windows)).toMatchObject({
    folder: 'D:\\Local\\Plumbline\\workspace',
    keyFile: 'D:\\Local\\Plumbline keys\\workspace.key',
  })
})

it('follows absolute XDG folders and ignores relative ones, as their standard says', () => {
  const env = { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: 'relative' }
  const { folder, keyFile } = workspacePlaces({ demo: false }, { ...linux, env })
  expect([folder, keyFile]).toEqual(['/data/plumbline/workspace', '/home/ann/.config/plumbline/workspace.key'])
})

it('keeps the demo apart from the own workspace, with its key file inside', () => {
  const { folder, keyFile } = workspacePlaces({ demo: true }, linux)
  expect(folder).toBe('/home/ann/.local/share/plumbline/demo')
  expect(keyFile.startsWith(`${folder}/`)).toBe(true)
})

it('gives every named workspace a key file of its own', () => {
  const keyOf = (folder: string) => workspacePlaces({ demo: false, folder }, linux).keyFile
  expect(keyOf('/srv/a')).not.toBe(keyOf('/srv/b'))
  expect(keyOf('/srv/a')).toBe(keyOf('/srv/a'))
})

it.each([
  ['\\\\server\\share\\plumbline', windows],
  ['C:\\Users\\ann\\OneDrive - Clinic\\plumbline', windows],
  ['/Users/ann/Dropbox/plumbline', mac],
  ['/Users/ann/Library/Mobile Documents/plumbline', mac],
])('refuses %s, which is not on this computer alone', (folder, computer) => {
  expect(() => workspacePlaces({ demo: false, folder }, computer)).toThrow(
    expect.objectContaining({ code: 'bad-input', tell: expect.stringContaining(folder) }),
  )
})
