import { listFacilities, removeFacility, saveFacility } from '../storage/facility-store.ts'
import { type Desk, implementer, writerOf } from './desk.ts'

/** Facilities: real places with their zone. */
export const facilityProcedures = (desk: Desk) => ({
  list: implementer.facilities.list.handler(() => listFacilities(desk.open().ledger)),
  save: implementer.facilities.save.handler(({ input }) => {
    const { ledger, by, at } = writerOf(desk)
    const saved = saveFacility(ledger, { draft: input, at, by })
    desk.publish({ topic: 'facilities' })
    desk.publish({ topic: 'pairings' })
    return saved
  }),
  remove: implementer.facilities.remove.handler(({ input }) => {
    const { ledger, by, at } = writerOf(desk)
    removeFacility(ledger, { id: input.id, at, by })
    desk.publish({ topic: 'facilities' })
    return { done: true } as const
  }),
})
