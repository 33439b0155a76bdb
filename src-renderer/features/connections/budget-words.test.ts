import { expect, it } from 'vitest'
import type { ConnectionBudget } from '#contract/connections'
import { ConnectionId } from '#contract/ids'
import { Instant, ZoneId } from '#contract/time'
import { budgetWords } from './budget-words.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const zone = ZoneId.parse('Europe/Berlin')
const usual: ConnectionBudget = {
  connectionId: ConnectionId.parse('c-1'),
  requestsToday: 1204,
  dailyLimit: 50_000,
  breaker: 'closed',
  openUntil: null,
}

it('counts the requests of the day and is quiet while a connection is asked as usual', () => {
  expect(budgetWords(usual, zone, now)).toEqual({ used: '1,204 of 50,000 requests today', alert: '' })
})

it('says why a connection is not asked at the moment, and until when where that is known', () => {
  const openUntil = Instant.parse('2026-11-21T10:04:00.000Z')
  const alerts = [
    { ...usual, breaker: 'open' as const, openUntil },
    { ...usual, breaker: 'probing' as const },
    { ...usual, requestsToday: 50_000 },
  ].map((budget) => budgetWords(budget, zone, now).alert)
  expect(alerts).toEqual([
    'Paused until 11:04 (in 4 min) after failures in a row.',
    'Paused after failures in a row; one request is tried now.',
    'Today’s requests are spent; nothing more is asked today.',
  ])
})
