import type { DemoShift } from './agreed-schedule.ts'

type Lookalike = { name: string; dress(partner: DemoShift): DemoShift }

const withoutMillis = (instant: string): string => instant.replace('.000Z', 'Z')
const withMicros = (instant: string): string => instant.replace('.000Z', '.000000Z')

/** What a naive compare would call a difference and is none: each keeps every compared field as it is. */
export const lookalikes: readonly Lookalike[] = [
  {
    name: 'times written without milliseconds',
    dress: (partner) => ({
      ...partner,
      raw: { startTime: withoutMillis(partner.start), endTime: withoutMillis(partner.end) },
    }),
  },
  {
    name: 'times written with microseconds',
    dress: (partner) => ({
      ...partner,
      raw: { startTime: withMicros(partner.start), endTime: withMicros(partner.end) },
    }),
  },
  { name: 'another version', dress: (partner) => ({ ...partner, version: `${partner.version}7` }) },
  { name: 'a version that is no number', dress: (partner) => ({ ...partner, version: 'rev-b' }) },
  {
    name: 'another e-mail and phone',
    dress: (partner) => ({
      ...partner,
      worker: partner.worker && { ...partner.worker, email: 'rota@example.invalid', phone: '+44 7700 900999' },
    }),
  },
  {
    name: 'fields nobody asked for',
    dress: (partner) => ({ ...partner, raw: { costCentre: 'demo-12', audit: { editedBy: 'rota import', tries: 2 } } }),
  },
]
