import type { DemoShift } from './agreed-schedule.ts'
import type { AgreedPair } from './story.ts'

type Lookalike = { name: string; dress(pair: AgreedPair): AgreedPair }

/** Only the partner's copy is written otherwise. */
const partnerOnly =
  (change: (partner: DemoShift) => Partial<DemoShift>): Lookalike['dress'] =>
  ({ maple, partner }) => ({ maple, partner: { ...partner, ...change(partner) } })

const withoutMillis = (instant: string): string => instant.replace('.000Z', 'Z')
const withMicros = (instant: string): string => instant.replace('.000Z', '.000000Z')

/** What a naive compare would call a difference and is none: each keeps every compared field as it is. */
export const lookalikes: readonly Lookalike[] = [
  {
    name: 'times written without milliseconds',
    dress: partnerOnly(({ start, end }) => ({ raw: { startTime: withoutMillis(start), endTime: withoutMillis(end) } })),
  },
  {
    name: 'times written with microseconds',
    dress: partnerOnly(({ start, end }) => ({ raw: { startTime: withMicros(start), endTime: withMicros(end) } })),
  },
  { name: 'another version', dress: partnerOnly(({ version }) => ({ version: `${version}7` })) },
  { name: 'a version that is no number', dress: partnerOnly(() => ({ version: 'rev-b' })) },
  {
    name: 'another e-mail and phone',
    dress: partnerOnly(({ worker }) => ({
      worker: worker && { ...worker, email: 'rota@example.invalid', phone: '+44 7700 900999' },
    })),
  },
  {
    name: 'fields nobody asked for',
    dress: partnerOnly(() => ({ raw: { costCentre: 'demo-12', audit: { editedBy: 'rota import', tries: 2 } } })),
  },
  {
    name: 'entered in both systems by hand, without ids',
    dress: ({ maple, partner }) => ({ maple: { ...maple, otherId: null }, partner: { ...partner, otherId: null } }),
  },
]
