import { z } from 'zod'
import type { SideName } from './ids.ts'
import type { RecordKind } from './records.ts'

export const RecipeId = z.enum(['shifts'])
export type RecipeId = z.infer<typeof RecipeId>

export type FieldType = 'instant' | 'text' | 'id' | 'person'
/** What a pairing trusts one side or the other for. */
export const FieldGroup = z.enum(['existence', 'times', 'assignment', 'details'])
export type FieldGroup = z.infer<typeof FieldGroup>

/**
 * How two records without a cross reference are recognised as the same thing: points for each key in which they
 * agree, 100 in all. Times lose their points evenly until they lie `withinMinutes` apart.
 */
export type MatchRule = {
  resource: number
  start: number
  end: number
  fields: readonly { name: string; points: number }[]
  withinMinutes: number
  /** Fewer points are no match. */
  atLeast: number
}

export type ComparedField = { name: string; label: string; type: FieldType; group: FieldGroup }

type Recipe = {
  id: RecipeId
  name: string
  kind: RecordKind
  /** In the order shown. `start` and `end` come from the span; the others from the record's fields. */
  fields: readonly ComparedField[]
  /** Which side holds the id that both sides share: the pair key is that side's own id. */
  pairKeyFrom: 'left' | 'right'
  /** Which side is trusted for what, unless the pairing says otherwise (`architecture.md` 8). */
  trusted: Readonly<Record<FieldGroup, SideName>>
  match: MatchRule
  /** What a lane of the calendar is in this recipe. */
  resourceWord: string
}

/** What is compared with what (`architecture.md` 8), as data for the compare and for the screen. */
export const recipes: Readonly<Record<RecipeId, Recipe>> = {
  shifts: {
    id: 'shifts',
    name: 'Shifts',
    kind: 'shift',
    pairKeyFrom: 'left',
    trusted: { existence: 'left', times: 'left', assignment: 'right', details: 'left' },
    // Two open shifts (no worker) match only where everything else is the same: 60 points.
    match: {
      resource: 40,
      start: 30,
      end: 20,
      fields: [
        { name: 'label', points: 5 },
        { name: 'requirements', points: 5 },
      ],
      withinMinutes: 120,
      atLeast: 60,
    },
    resourceWord: 'Worker',
    fields: [
      { name: 'start', label: 'Start', type: 'instant', group: 'times' },
      { name: 'end', label: 'End', type: 'instant', group: 'times' },
      { name: 'worker', label: 'Worker id', type: 'id', group: 'assignment' },
      { name: 'workerName', label: 'Worker', type: 'person', group: 'assignment' },
      { name: 'label', label: 'Shift', type: 'text', group: 'details' },
      { name: 'requirements', label: 'Requirements', type: 'text', group: 'details' },
    ],
  },
}
