import type { LocalDate } from '#contract/time'
import { type DemoShift, makeAgreedSchedule } from './agreed-schedule.ts'
import { castWorkers, type DemoFacility, type DemoWorker, facilities } from './cast.ts'
import { makeDice } from './dice.ts'
import type { PlantedDiscrepancy } from './ground-truth.ts'
import { type PlantedSchedule, plantDiscrepancies } from './plant.ts'

/** The demo's two facilities as both systems hold them, with what is planted in them. Left is Maple, right the partner. */
export type World = {
  seed: number
  day: LocalDate
  facilities: readonly DemoFacility[]
  workers: readonly DemoWorker[]
  maple: readonly DemoShift[]
  partner: readonly DemoShift[]
  planted: readonly PlantedDiscrepancy[]
  lookalikes: PlantedSchedule['lookalikes']
}

/** The world of this seed (a 32-bit whole number) around this day: the same pair gives the same world everywhere. */
export function makeWorld({ seed, day }: { seed: number; day: LocalDate }): World {
  const dice = makeDice(seed)
  const workers = castWorkers(dice)
  const agreed = makeAgreedSchedule({ day, dice, workers })
  return { seed, day, facilities, workers, ...plantDiscrepancies({ agreed, workers, dice }) }
}
