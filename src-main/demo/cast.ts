import { ZoneId } from '#contract/time'
import type { Dice } from './dice.ts'

/** Which of the two invented facilities. */
export type FacilityLetter = 'a' | 'b'

/** What a worker may work as; the vendor's own list of accepted types (vendors.md 2.3). */
export type WorkerRole = 'RN' | 'LVN' | 'CNA' | 'CAREGIVER' | 'Medication Aide'

export type DemoWorker = {
  /** The worker's external id, the same on both systems. */
  id: string
  firstName: string
  lastName: string
  email: string
  phone: string
  role: WorkerRole
  facility: FacilityLetter
}

/** One line of a facility's daily demand, in wall-clock times there; an end before the start is on the next day. */
export type ShiftLine = { label: string; start: string; end: string; role: WorkerRole }

export type DemoFacility = {
  letter: FacilityLetter
  name: string
  zone: ZoneId
  /** The facility's id on Maple's side. */
  mapleScope: string
  /** The facility's id on the partner's side. */
  partnerScope: string
  /** What the partner's own shift ids begin with. */
  idPrefix: string
  workers: number
  lines: readonly ShiftLine[]
}

const lines = (name: string, start: string, end: string, roles: readonly WorkerRole[], places: readonly string[]) =>
  roles.map((role, index) => ({ label: `${name}, ${places[index % places.length] ?? ''}`, start, end, role }))

const wings = ['Willow wing', 'Alder wing', 'Rowan wing']
const floors = ['Quayside', 'Upper deck']

/** Both facilities are invented; each has its own zone, so one instant reads differently on their walls. */
export const facilities: readonly DemoFacility[] = [
  {
    letter: 'a',
    name: 'Northgate Care Home',
    zone: ZoneId.parse('Europe/London'),
    mapleScope: 'mpl-fac-northgate',
    partnerScope: 'NORTHGATE-1',
    idPrefix: 'NG',
    workers: 33,
    lines: [
      ...lines(
        'Early',
        '07:00',
        '15:00',
        ['RN', 'CNA', 'CAREGIVER', 'LVN', 'CNA', 'Medication Aide', 'CAREGIVER'],
        wings,
      ),
      ...lines('Late', '14:30', '22:30', ['RN', 'CNA', 'CAREGIVER', 'LVN', 'CNA', 'Medication Aide'], wings),
      ...lines('Night', '22:00', '07:30', ['RN', 'CNA', 'CAREGIVER', 'LVN', 'CNA'], wings),
    ],
  },
  {
    letter: 'b',
    name: 'Harbour Lane Clinic',
    zone: ZoneId.parse('America/New_York'),
    mapleScope: 'mpl-fac-harbour-lane',
    partnerScope: 'HARBOUR-LANE',
    idPrefix: 'HL',
    workers: 27,
    lines: [
      ...lines('Day', '06:45', '15:15', ['RN', 'LVN', 'CNA', 'CNA', 'CAREGIVER', 'Medication Aide'], floors),
      ...lines('Evening', '14:45', '23:15', ['RN', 'LVN', 'CNA', 'CNA', 'CAREGIVER', 'Medication Aide'], floors),
      ...lines('Night', '18:45', '07:15', ['RN', 'CNA', 'CAREGIVER', 'CNA'], floors),
    ],
  },
]

const firstNames = [
  ...['Quilla', 'Bodo', 'Tansy', 'Orrin', 'Petra', 'Milo', 'Sorrel', 'Ludo', 'Wanda', 'Ezra', 'Fenna', 'Jasper'],
  ...['Odile', 'Rufus', 'Zinnia', 'Casper', 'Hedy', 'Ivo', 'Mabel', 'Ned', 'Opal', 'Percy', 'Roma', 'Silas'],
]
const lastNames = [
  ...['Demonstrator', 'Samplewright', 'Fixture', 'Placeholder', 'Mockingham', 'Testwell', 'Dummond', 'Stubbs-Example'],
  ...['Pretendergast', 'Invention', 'Makebelieve', 'Rehearsal', 'Specimen', 'Prototype', 'Maquette', 'Simulacre'],
]

/** How often each kind of worker is on the books, in the order they are dealt out. */
const roleDeal: readonly WorkerRole[] = [
  'RN',
  'CNA',
  'CAREGIVER',
  'LVN',
  'CNA',
  'Medication Aide',
  'CAREGIVER',
  'CNA',
  'RN',
]

// Numbers set aside for fiction (Ofcom's 07700 900xxx, the North American 555-01xx); `.invalid` never resolves.
const phoneOf = (letter: FacilityLetter, index: number) =>
  letter === 'a' ? `+44 7700 900${String(100 + index)}` : `+1 202 555 01${String(index).padStart(2, '0')}`

/** About 60 workers with plainly invented names, no name twice; each works at one facility. */
export function castWorkers(dice: Dice): DemoWorker[] {
  const names = dice.shuffle(firstNames.flatMap((first) => lastNames.map((last) => ({ first, last }))))
  const places = facilities.flatMap(({ letter, workers }) =>
    Array.from({ length: workers }, (_, index) => ({ letter, index })),
  )
  return places.map(({ letter, index }, at) => {
    const { first, last } = names[at] ?? { first: 'Extra', last: `Demonstrator ${at}` }
    return {
      id: `u-${letter === 'a' ? 1001 + index : 2001 + index}`,
      firstName: first,
      lastName: last,
      email: `${first}.${last}@example.invalid`.toLowerCase(),
      phone: phoneOf(letter, index),
      role: roleDeal[index % roleDeal.length] ?? 'CNA',
      facility: letter,
    }
  })
}
