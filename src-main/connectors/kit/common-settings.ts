import type { SettingField, SettingValues } from '#contract/connections'
import { defaultPageCap } from './pager.ts'

export const defaultDailyRequests = 20_000

/** How much is asked of a vendor; the same for every connector. */
export const limitFields: readonly SettingField[] = [
  {
    key: 'pageCap',
    label: 'Page cap',
    help: 'A list with more pages than this is given up and counts as incomplete.',
    kind: 'number',
    secret: false,
    required: false,
    initial: defaultPageCap,
    shapesRecords: false,
  },
  {
    key: 'dailyRequests',
    label: 'Requests a day',
    help: 'After so many requests over this connection in one day (UTC), repeated ones included, nothing more is sent until the day ends.',
    whereToGet: 'From the vendor’s terms, where they name a limit.',
    kind: 'number',
    secret: false,
    required: false,
    initial: defaultDailyRequests,
    shapesRecords: false,
  },
]

/** Requests in one UTC day that a stored connection's settings allow. */
export function dailyLimitOf(settings: SettingValues): number {
  const set = settings['dailyRequests']
  return typeof set === 'number' ? set : defaultDailyRequests
}
