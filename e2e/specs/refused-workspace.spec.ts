import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { storedKeyProvider } from '../../src-main/platform/stored-key-provider.ts'
import { connectEncrypted } from '../../src-main/storage/encrypted-connection.ts'
import { expect, test } from '../screens/screens-fixture.ts'
import { filePrints } from '../world/file-prints.ts'

type Spoiled = {
  name: string
  spoil(folder: string): void | Promise<void>
  title?: string
  /** What the screen must name. */
  says: RegExp
}

/** Overwrites the second half of a file with noise, the first page left as it is. */
function scratch(path: string): void {
  const bytes = readFileSync(path)
  randomBytes(bytes.length - Math.floor(bytes.length / 2)).copy(bytes, Math.floor(bytes.length / 2))
  writeFileSync(path, bytes)
}

async function makeNewer(folder: string): Promise<void> {
  const provider = storedKeyProvider({ keysFile: join(folder, 'keys.json'), keyFile: join(folder, 'demo.key') })
  const { ledger: key } = await provider.unlock({ kind: 'key-file' })
  const sql = connectEncrypted({ path: join(folder, 'ledger.db'), key, readonly: false })
  sql.pragma('user_version = 4711')
  sql.close()
}

const spoiled: readonly Spoiled[] = [
  {
    name: 'a damaged ledger',
    spoil: (folder) => scratch(join(folder, 'ledger.db')),
    says: /The file ledger\.db of this workspace is damaged.*backups/,
  },
  {
    name: 'a damaged cache',
    spoil: (folder) => scratch(join(folder, 'cache.db')),
    says: /The file cache\.db of this workspace/,
  },
  {
    name: 'a missing key file',
    spoil: (folder) => rmSync(join(folder, 'demo.key')),
    title: 'The key file cannot be used',
    says: /opens with the key file .*demo\.key, which is not there\. Put it back/,
  },
  {
    name: "another workspace's key file",
    spoil: (folder) => writeFileSync(join(folder, 'demo.key'), randomBytes(32)),
    title: 'The key belongs to another workspace',
    says: /key file on this computer does not open the workspace/,
  },
  {
    name: 'a ledger of a newer Plumbline',
    spoil: makeNewer,
    says: /ledger\.db of this workspace was written by a newer Plumbline/,
  },
]

for (const { name, spoil, title = 'This workspace cannot be opened', says } of spoiled) {
  test(`${name} is named on the screen and every file is left as it was`, async ({ app, screens }) => {
    await screens.list.settled(await app.rpc())
    await app.stop()
    await spoil(app.folder)
    const before = filePrints(app.folder)
    expect(statSync(join(app.folder, 'ledger.db')).size).toBeGreaterThan(0)

    await app.relaunch()
    await expect(screens.gate.title).toHaveText(title)
    await expect(screens.gate.alert).toContainText(says)
    await expect(screens.gate.alert).toContainText('Its files were left untouched')
    await expect(app.page.getByRole('main')).toContainText(app.folder)
    expect(filePrints(app.folder)).toEqual(before)

    await app.stop()
    expect(filePrints(app.folder)).toEqual(before)
  })
}

test.describe('locked', () => {
  test.use({ workspace: 'own' })

  test('a locked workspace says so, and a wrong passphrase changes no byte of it', async ({ app, screens }) => {
    const { gate } = screens
    await gate.setUp({ name: 'Ada Invented', passphrase: 'four invented words here' })
    await expect(app.page.getByRole('heading', { name: 'Find where two schedules disagree' })).toBeVisible()
    await app.stop()
    const before = filePrints(app.folder)
    await app.relaunch()
    await expect(gate.title).toHaveText('Unlock this workspace')
    await expect(app.page.getByRole('main')).toContainText(app.folder)
    await gate.unlock('not this passphrase')
    await expect(app.page.getByText('This passphrase does not open the workspace. Nothing was changed.')).toBeVisible()
    expect(filePrints(app.folder)).toEqual(before)
  })
})
