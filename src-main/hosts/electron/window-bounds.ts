import { z } from 'zod'

const Rectangle = z.strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })
export type Rectangle = z.infer<typeof Rectangle>

/** What is kept of the window, by display: people move a laptop between desks, and each screen has its own size. */
export const KeptWindow = z.strictObject({
  /** The display it was on last. */
  display: z.string().nullable(),
  displays: z.record(
    z.string(),
    z.strictObject({ bounds: Rectangle, maximized: z.boolean(), zoom: z.number().min(0.5).max(3) }),
  ),
})
export type KeptWindow = z.infer<typeof KeptWindow>

export const nothingKept: KeptWindow = { display: null, displays: {} }

/** A display as Electron describes it: `workArea` is without task bars, in device-independent pixels. */
export type DisplayArea = { id: number; workArea: Rectangle }

export type WindowPlace = { bounds: Rectangle; maximized: boolean; zoom: number }

const wanted = { width: 1440, height: 900 }
/** Smaller than this the page is not laid out for. */
export const smallest = { width: 720, height: 450 }

/**
 * Where to open the window: as it was on the display it was on, or in the middle of the first display that is there.
 * What is kept of a display that has shrunk is moved and cut until all of the window can be reached.
 */
export function placeWindow(kept: KeptWindow, displays: readonly DisplayArea[], primary: DisplayArea): WindowPlace {
  const display = displays.find(({ id }) => String(id) === kept.display) ?? primary
  const was = kept.displays[String(display.id)]
  if (!was) return { bounds: middleOf(display.workArea), maximized: false, zoom: 1 }
  return { ...was, bounds: inside(was.bounds, display.workArea) }
}

function middleOf(area: Rectangle): Rectangle {
  const width = Math.min(wanted.width, area.width)
  const height = Math.min(wanted.height, area.height)
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  }
}

const between = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(value, Math.max(low, high)))

function inside(bounds: Rectangle, area: Rectangle): Rectangle {
  const width = between(bounds.width, Math.min(smallest.width, area.width), area.width)
  const height = between(bounds.height, Math.min(smallest.height, area.height), area.height)
  return {
    x: between(bounds.x, area.x, area.x + area.width - width),
    y: between(bounds.y, area.y, area.y + area.height - height),
    width,
    height,
  }
}

/** What is kept once the window stands so on this display. */
export const keepPlace = (kept: KeptWindow, { id }: DisplayArea, place: WindowPlace): KeptWindow => ({
  display: String(id),
  displays: { ...kept.displays, [String(id)]: place },
})

/** The zoom of a display that a window of this zoom was moved to: the one that was chosen there, else the same. */
export const zoomThere = (kept: KeptWindow, { id }: DisplayArea, zoom: number): number =>
  kept.displays[String(id)]?.zoom ?? zoom

const zoomSteps = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3]

/** The next step of the zoom in a direction, the same one at the ends. */
export function nextZoom(zoom: number, direction: 'in' | 'out'): number {
  const steps = direction === 'in' ? zoomSteps : zoomSteps.toReversed()
  const further = steps.find((step) => (direction === 'in' ? step > zoom + 0.001 : step < zoom - 0.001))
  return further ?? zoom
}
