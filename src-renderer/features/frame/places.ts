import {
  IconArrowsDiff,
  IconBell,
  IconBuildingHospital,
  IconCalendarWeek,
  IconChecklist,
  IconGauge,
  IconHistory,
  IconPlug,
  IconSettings,
} from '@tabler/icons-react'

/** The screens, with the letter that goes there after `g`. Those that travel keep the moment in view. */
export const places = [
  { to: '/overview', label: 'Overview', key: 'o', Icon: IconGauge, inRail: true, travels: false },
  { to: '/calendar', label: 'Calendar', key: 'c', Icon: IconCalendarWeek, inRail: true, travels: true },
  { to: '/alerts', label: 'Alerts', key: 'l', Icon: IconBell, inRail: true, travels: false },
  { to: '/discrepancies', label: 'Discrepancies', key: 'd', Icon: IconArrowsDiff, inRail: true, travels: true },
  { to: '/facilities', label: 'Facilities', key: 'f', Icon: IconBuildingHospital, inRail: true, travels: false },
  { to: '/connections', label: 'Connections', key: 'n', Icon: IconPlug, inRail: true, travels: false },
  { to: '/runs', label: 'Runs', key: 'r', Icon: IconHistory, inRail: true, travels: false },
  { to: '/settings', label: 'Settings', key: 's', Icon: IconSettings, inRail: true, travels: false },
  { to: '/follow-ups', label: 'Follow-ups', key: 'u', Icon: IconChecklist, inRail: false, travels: false },
] as const

export type Place = (typeof places)[number]
