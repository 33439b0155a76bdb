import { join } from 'node:path'
import { expect, test } from '../app-fixture.ts'
import { nodeKeyProvider } from '../../src-main/hosts/node/node-key-provider.ts'
import { openDatabase } from '../../src-main/storage/open-database.ts'
import { ledgerMigrations } from '../../src-main/storage/migrations/ledger.ts'
import { readDemoRecord } from '../../src-main/demo/demo-record.ts'
import { makeWorld } from '../../src-main/demo/world.ts'

test('probe', async ({ app }) => {
  const { page, folder } = app
  await expect(page.getByRole('grid', { name: 'Discrepancies' })).toBeVisible()
  await page.screenshot({ path: '/tmp/h6/probe.png' })
  const keys = await nodeKeyProvider({ keysFile: join(folder, 'keys.json'), keyFile: join(folder, 'demo.key') }).unlock({ kind: 'key-file' })
  const db = openDatabase({ path: join(folder, 'ledger.db'), key: keys.ledger, file: 'ledger', mode: 'read', migrations: ledgerMigrations })
  const record = readDemoRecord(db)
  db.sql.close()
  console.log(record, process.version, makeWorld(record!).planted.length)
  console.log(await page.getByRole('grid').ariaSnapshot())
})
