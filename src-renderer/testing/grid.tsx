import '../link/zod-jitless.ts'
import '@mantine/core/styles.css'
import '@fontsource-variable/inter/wght.css'
import '../ui/base.css'
import { MantineProvider } from '@mantine/core'
import { useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { addDays, Instant, LocalDate } from '#contract/time'
import { CalendarGrid } from '../features/calendar/calendar-grid.tsx'
import type { CalendarPick } from '../features/calendar/calendar-grid-props.ts'
import { stepMark } from '../features/calendar/calendar-keys.ts'
import { allLayers, laneGeometry } from '../features/calendar/lane-geometry.ts'
import { contrastVariables, theme } from '../ui/theme.ts'
import { useKeys } from '../ui/use-keys.ts'
import { careHomeWeek, clinicWeek } from './fake-calendar-span.ts'

// `grid.html?world=clinic&zoom=78&mode=overlay&day=2026-11-18`: the grid alone over an invented week.
const asked = new URLSearchParams(location.search)
const clinic = asked.get('world') === 'clinic'
const monday = LocalDate.parse(asked.get('from') ?? '2026-11-16')
const span = clinic ? clinicWeek() : careHomeWeek(monday)
const day = asked.get('day')
const days = day === null ? Array.from({ length: 7 }, (_, index) => addDays(monday, index)) : [LocalDate.parse(day)]
const now = Instant.parse('2026-11-18T11:20:00.000Z')

function GridAlone() {
  const [zoom, setZoom] = useState<number | 'fit'>(Number(asked.get('zoom')) || 'fit')
  const [width, setWidth] = useState(1000)
  const [open, setOpen] = useState<CalendarPick | null>(null)
  const mode = asked.get('mode') === 'overlay' ? 'overlay' : 'paired'
  const geometry = useMemo(
    () =>
      laneGeometry({
        span,
        zone: span.zone,
        days,
        zoom,
        width,
        mode,
        layers: allLayers,
        laneText: asked.get('lane') ?? '',
        onlyDiscrepancies: asked.has('only'),
      }),
    [zoom, width, mode],
  )
  const step = (by: 1 | -1) => () => {
    const fingerprint = stepMark(geometry, { open: open?.kind === 'mark' ? open.fingerprint : null }, by)
    if (fingerprint) setOpen({ kind: 'mark', fingerprint })
  }
  useKeys({ j: step(1), k: step(-1), Escape: () => setOpen(null) })
  return (
    <div style={{ height: '100vh' }}>
      <CalendarGrid
        geometry={geometry}
        now={now}
        open={open}
        changing={false}
        onPick={setOpen}
        onZoom={setZoom}
        onWidth={setWidth}
      />
    </div>
  )
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <MantineProvider theme={theme} cssVariablesResolver={contrastVariables} defaultColorScheme="auto">
      <GridAlone />
    </MantineProvider>,
  )
}
