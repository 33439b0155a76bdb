import { randomUUID } from 'node:crypto'

/** A new random id of the given schema: `newId(FacilityId)`. */
export function newId<Id>(schema: { parse(text: string): Id }): Id {
  return schema.parse(randomUUID())
}
