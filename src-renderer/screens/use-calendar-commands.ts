import type { CalendarView } from '../features/calendar/range-shape.ts'
import { useCommands } from '../ui/use-commands.ts'

type CalendarCommands = {
  view: CalendarView
  list: boolean
  mode: 'paired' | 'overlay'
  onToday: () => void
  onTurn: (step: 1 | -1) => void
  onView: (view: CalendarView) => void
  onList: (list: boolean) => void
  onMode: (mode: 'paired' | 'overlay') => void
}

/** What the calendar's buttons do, offered in the palette. */
export function useCalendarCommands(input: CalendarCommands): void {
  const { view, list, mode, onToday, onTurn, onView, onList, onMode } = input
  const group = 'Calendar'
  const views = [
    ['day', '1'],
    ['week', '2'],
    ['month', '3'],
  ] as const
  useCommands([
    { id: 'calendar-today', name: 'Show today', group, keys: 't', off: null, run: onToday },
    { id: 'calendar-earlier', name: `Previous ${view}`, group, keys: '[', off: null, run: () => onTurn(-1) },
    { id: 'calendar-later', name: `Next ${view}`, group, keys: ']', off: null, run: () => onTurn(1) },
    ...views
      .filter(([other]) => other !== view)
      .map(([other, keys]) => ({
        id: `calendar-${other}`,
        name: `Show the ${other}`,
        group,
        keys,
        off: null,
        run: () => onView(other),
      })),
    {
      id: 'calendar-list',
      name: list ? 'Draw as a grid' : 'Draw as a list',
      group,
      off: null,
      run: () => onList(!list),
    },
    ...(list || view === 'month'
      ? []
      : [
          {
            id: 'calendar-mode',
            name: mode === 'paired' ? 'Overlay both systems' : 'Show both systems one above the other',
            group,
            keys: 'o',
            off: null,
            run: () => onMode(mode === 'paired' ? 'overlay' : 'paired'),
          },
        ]),
  ])
}
