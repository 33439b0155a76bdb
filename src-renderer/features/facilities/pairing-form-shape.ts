import type { Connection } from '#contract/connections'
import { ConnectionId, FacilityId, type PairingId, ScopeKey, type SideName } from '#contract/ids'
import { defaultPolicy, type Pairing, type PairingDraft } from '#contract/pairings'
import type { FieldGroup, RecipeId } from '#contract/recipes'
import { type ScheduleValues, scheduleOf, scheduleProblem, scheduleValues } from './schedule-shape.ts'

export type PairingValues = {
  facilityId: string
  recipeId: RecipeId
  leftConnection: string
  leftScope: string
  rightConnection: string
  rightScope: string
  daysBack: number | string
  daysAhead: number | string
  edgeHours: number | string
  ignoredFields: string[]
  trusted: Record<FieldGroup, SideName>
  schedule: ScheduleValues
}

/** The form's first values: the pairing's, else the defaults of a new one. */
export function pairingValues(pairing: Pairing | undefined, facilityId: string | undefined): PairingValues {
  const policy = pairing?.policy ?? defaultPolicy
  return {
    facilityId: pairing?.facilityId ?? facilityId ?? '',
    recipeId: pairing?.recipeId ?? 'shifts',
    leftConnection: pairing?.left.connectionId ?? '',
    leftScope: pairing?.left.scope ?? '',
    rightConnection: pairing?.right.connectionId ?? '',
    rightScope: pairing?.right.scope ?? '',
    daysBack: policy.daysBack,
    daysAhead: policy.daysAhead,
    edgeHours: policy.edgeHours,
    ignoredFields: policy.ignoredFields,
    trusted: policy.trusted,
    schedule: scheduleValues(policy.schedule),
  }
}

const whole = (value: number | string, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most

/** What stands in the way of saving, by field; empty where nothing does. */
export function pairingProblems(
  values: PairingValues,
  connections: readonly Connection[],
): Partial<Record<keyof PairingValues, string>> {
  const problems: Partial<Record<keyof PairingValues, string>> = {}
  if (values.facilityId === '') problems.facilityId = 'Choose the facility.'
  if (values.leftConnection === '') problems.leftConnection = 'Choose the first system.'
  if (values.rightConnection === '') problems.rightConnection = 'Choose the second system.'
  if (values.leftScope.trim() === '') problems.leftScope = 'Enter the id this facility has there.'
  if (values.rightScope.trim() === '') problems.rightScope = 'Enter the id this facility has there.'
  const left = connections.find((known) => known.id === values.leftConnection)
  const right = connections.find((known) => known.id === values.rightConnection)
  if (left && right && left.environment !== right.environment) {
    problems.rightConnection = `${left.name} is a ${left.environment} system and ${right.name} a ${right.environment} one. Live and test systems are never compared.`
  } else if (left && right && left.id === right.id && values.leftScope.trim() === values.rightScope.trim()) {
    problems.rightConnection = 'Both sides are the same. Choose the other system.'
  }
  if (!whole(values.daysBack, 0, 366)) problems.daysBack = 'Between 0 and 366 days.'
  if (!whole(values.daysAhead, 1, 366)) problems.daysAhead = 'Between 1 and 366 days.'
  if (!whole(values.edgeHours, 0, 168)) problems.edgeHours = 'Between 0 and 168 hours.'
  const schedule = scheduleProblem(values.schedule)
  if (schedule !== null) problems.schedule = schedule
  return problems
}

/** The values as the core takes them. Call it only with values that have no problems. */
export function pairingDraft(values: PairingValues, id: PairingId | undefined): PairingDraft {
  return {
    ...(id === undefined ? {} : { id }),
    facilityId: FacilityId.parse(values.facilityId),
    recipeId: values.recipeId,
    left: { connectionId: ConnectionId.parse(values.leftConnection), scope: ScopeKey.parse(values.leftScope.trim()) },
    right: {
      connectionId: ConnectionId.parse(values.rightConnection),
      scope: ScopeKey.parse(values.rightScope.trim()),
    },
    policy: {
      daysBack: Number(values.daysBack),
      daysAhead: Number(values.daysAhead),
      edgeHours: Number(values.edgeHours),
      ignoredFields: values.ignoredFields,
      trusted: values.trusted,
      schedule: scheduleOf(values.schedule),
    },
  }
}
