import { differs, later, type Story, unverified } from './story.ts'

/** Where neither system knows the other's id, so that worker and time must tell, and where one id is lost or wrong. */
export const linkStories: readonly Story[] = [
  {
    name: 'entered in both systems by hand, without ids, with another end',
    times: 2,
    place: 'assigned',
    plant: ({ maple, partner }, { dice }) => {
      const planted = differs({ maple: { ...maple, otherId: null }, partner: { ...partner, otherId: null } }, ['end'], {
        end: later(partner.end, dice.pick([-30, 30])),
      })
      return { ...planted, truth: { ...planted.truth, matchedBy: 'rule' } }
    },
  },
  {
    name: "entered in both systems by hand, without ids, under the partner's own label",
    times: 1,
    place: 'assigned',
    plant: ({ maple, partner }) => {
      const label = `${partner.label} (agency)`
      const planted = differs(
        { maple: { ...maple, otherId: null }, partner: { ...partner, otherId: null } },
        ['label'],
        {
          label,
        },
      )
      return { ...planted, truth: { ...planted.truth, matchedBy: 'rule' } }
    },
  },
  ...[false, true].map(
    (mistyped): Story => ({
      name: mistyped
        ? "the partner names another id than that of Maple's shift"
        : "the partner lost the id of Maple's shift",
      times: 1,
      place: 'assigned',
      plant: ({ maple, partner }, { dice }) => {
        const reason = 'linked-one-way'
        return {
          maple: [maple],
          partner: [{ ...partner, otherId: mistyped ? dice.uuid() : null }],
          truth: unverified({ reason, side: 'right', leftKey: maple.ownId }),
          also: unverified({ reason, side: 'left', rightKeys: [partner.ownId] }),
        }
      },
    }),
  ),
]
