import { describe, expect, it } from 'vitest'
import { RecordKey } from '#contract/ids'
import type { MatchExplanation } from '#contract/matches'
import { decidedWords, decisionWords, runnerUpWords, scoreWords } from './match-words.ts'

const systems = { left: 'Alder', right: 'Northgate rota' }
const explanation: MatchExplanation = {
  score: 85,
  atLeast: 60,
  keys: [
    { key: 'resource', label: 'Worker', points: 40, of: 40 },
    { key: 'start', label: 'Start', points: 25, of: 30 },
    { key: 'end', label: 'End', points: 20, of: 30 },
  ],
  runnerUp: { rightKey: RecordKey.parse('NG-18'), score: 71 },
}
const pair = { leftKey: 'a-1', rightKey: 'NG-17', explanation }
const alone = { ...pair, explanation: { ...explanation, runnerUp: null } }

describe('the words about a match', () => {
  it('say how many points it has, of how many, and how many are needed', () => {
    expect(scoreWords(explanation)).toBe('85 of 100 points, at least 60 are needed')
  })

  it('name the runner-up with its points, or that there is none', () => {
    expect([runnerUpWords(explanation, pair, systems), runnerUpWords(alone.explanation, pair, systems)]).toEqual([
      'Next best for Alder a-1: Northgate rota NG-18 with 71 points.',
      'Nothing else in Northgate rota comes into question.',
    ])
  })

  it('say before a match is forbidden what is matched instead', () => {
    expect(decisionWords({ decision: 'forbid' }, pair, systems).follows).toBe(
      'Then Alder a-1 would be matched with Northgate rota NG-18 instead (71 points).',
    )
    expect(decisionWords({ decision: 'forbid' }, alone, systems).follows).toBe(
      'Then nothing takes the place of either: Alder a-1 shows as missing in Northgate rota, and Northgate rota NG-17 as missing in Alder, unless another record fits it.',
    )
  })

  it('say that they are one pair only once both sides were compared again', () => {
    const words = decisionWords({ decision: 'pin' }, pair, systems)
    expect([decidedWords(words, true), decidedWords(words, false)]).toEqual([
      'They are one pair now.',
      'Your decision is stored. It shows once the sync under way, or the next one, has ended.',
    ])
  })

  it('say who decides again once a word is taken back', () => {
    const back = (earlier: 'pin' | 'forbid') => decisionWords({ decision: null, earlier }, pair, systems).follows
    expect([back('pin'), back('forbid')]).toEqual([
      'Then ids, and where there are none the rule, decide again whether they belong together.',
      'Then the rule may match them again.',
    ])
  })
})
