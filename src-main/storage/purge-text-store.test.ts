import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FacilityDraft } from '#contract/pairings'
import { Instant } from '#contract/time'
import type { WriteDb } from './database.ts'
import { saveFacility } from './facility-store.ts'
import { addFollowUp, closeFollowUp, listFollowUps } from './follow-up-store.ts'
import { ledgerMigrations } from './migrations/ledger.ts'
import { openDatabase } from './open-database.ts'
import { saveOperator } from './operator-store.ts'
import { removeDatedTexts } from './purge-text-store.ts'

let folder: string
let ledger: WriteDb
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-texts-'))
  ledger = openDatabase({
    path: join(folder, 'ledger.db'),
    key: Buffer.alloc(32, 9),
    file: 'ledger',
    mode: 'write',
    fence: 1,
    migrations: ledgerMigrations,
  })
})
afterEach(() => {
  ledger.sql.close()
  rmSync(folder, { recursive: true })
})

const on = (day: number): Instant => Instant.parse(`2026-11-${String(day).padStart(2, '0')}T12:00:00.000Z`)

it('removes what a follow-up says once it has been closed for as long as its item is over, and not before', () => {
  const by = saveOperator(ledger, { name: 'Ann Example', at: on(1) }).id
  const draft = FacilityDraft.parse({ name: 'Birch House', zone: 'Europe/Warsaw' })
  const facilityId = saveFacility(ledger, { draft, at: on(1), by }).id
  const add = (text: string) => addFollowUp(ledger, { facilityId, about: null, text, endsAt: on(1), by, at: on(1) })
  const [stands, closed, lately] = [add('Ask the ward'), add('Call the agency'), add('Write to Ada')]
  closeFollowUp(ledger, { id: closed.id, closed: true, by, at: on(2) })
  closeFollowUp(ledger, { id: lately.id, closed: true, by, at: on(20) })
  expect(removeDatedTexts(ledger, on(10))).toBe(1)
  const texts = () => new Map(listFollowUps(ledger, { closed: true }).map(({ id, text }) => [id, text]))
  expect([stands, closed, lately].map(({ id }) => texts().get(id))).toEqual([
    'Ask the ward',
    '(removed)',
    'Write to Ada',
  ])
  expect(removeDatedTexts(ledger, on(21))).toBe(1)
  expect(texts().get(stands.id)).toBe('Ask the ward')
})
