import { describe, expect, it } from 'vitest'
import { KeptWindow, keepPlace, nextZoom, nothingKept, placeWindow, smallest, zoomThere } from './window-bounds.ts'

const desk = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
/** Left of and above the first one, at twice its density: Electron counts in independent pixels on both. */
const tall = { id: 2, workArea: { x: -1440, y: -600, width: 1440, height: 2500 } }
const tiny = { id: 3, workArea: { x: 0, y: 0, width: 640, height: 400 } }
const at = (x: number, y: number, width: number, height: number) => ({ x, y, width, height })
const placed = (bounds: ReturnType<typeof at>, zoom = 1, maximized = false) => ({ bounds, maximized, zoom })

describe('where the window opens', () => {
  it('stands in the middle of the first display where nothing is kept', () => {
    expect(placeWindow(nothingKept, [desk, tall], desk)).toEqual(placed(at(240, 70, 1440, 900)))
  })

  it('is no larger than a small display, even where the page wants more', () => {
    expect(placeWindow(nothingKept, [tiny], tiny)).toEqual(placed(at(0, 0, 640, 400)))
  })

  it('opens on the display it was on, where it was, with that display’s zoom', () => {
    const kept = keepPlace(
      keepPlace(nothingKept, desk, placed(at(10, 10, 900, 700), 1.25)),
      tall,
      placed(at(-1400, -500, 1000, 2000), 0.9, true),
    )
    expect(placeWindow(kept, [desk, tall], desk)).toEqual(placed(at(-1400, -500, 1000, 2000), 0.9, true))
    expect(placeWindow(keepPlace(kept, desk, placed(at(10, 10, 900, 700), 1.25)), [desk, tall], desk)).toEqual(
      placed(at(10, 10, 900, 700), 1.25),
    )
  })

  it('comes back to the first display, as it was there, when its own is gone', () => {
    const both = keepPlace(
      keepPlace(nothingKept, desk, placed(at(10, 10, 900, 700), 1.25)),
      tall,
      placed(at(-1400, -500, 1000, 2000), 0.9),
    )
    expect(placeWindow(both, [desk], desk)).toEqual(placed(at(10, 10, 900, 700), 1.25))
    const onlyTall = keepPlace(nothingKept, tall, placed(at(-1400, -500, 1000, 2000), 0.9))
    expect(placeWindow(onlyTall, [desk], desk)).toEqual(placed(at(240, 70, 1440, 900)))
  })

  it.each([
    ['is beyond the right edge', at(1900, 100, 900, 700), at(1020, 100, 900, 700)],
    ['is above and left of it', at(-300, -50, 900, 700), at(0, 0, 900, 700)],
    ['is larger than what is left', at(0, 0, 3840, 2100), at(0, 0, 1920, 1040)],
    ['is smaller than the page can be', at(5, 5, 10, 10), at(5, 5, smallest.width, smallest.height)],
  ])('is moved and cut until all of it can be reached where it %s', (_, was, is) => {
    const kept = keepPlace(nothingKept, desk, placed(was))
    expect(placeWindow(kept, [desk], desk).bounds).toEqual(is)
  })

  it('fits a display that has shrunk below the smallest size of the page', () => {
    const kept = keepPlace(nothingKept, { ...tiny }, placed(at(100, 100, 1440, 900)))
    expect(placeWindow(kept, [tiny], tiny).bounds).toEqual(at(0, 0, 640, 400))
  })

  it('keeps each display’s place and what it writes is what it reads', () => {
    const kept = keepPlace(nothingKept, tall, placed(at(-1, -2, 900, 700), 3, true))
    expect(KeptWindow.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
  })
})

describe('the zoom', () => {
  it('goes by steps in both directions and stays at the ends', () => {
    const steps = [0.5]
    while (nextZoom(steps.at(-1) ?? 1, 'in') !== steps.at(-1)) steps.push(nextZoom(steps.at(-1) ?? 1, 'in'))
    expect(steps).toEqual([0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3])
    const back = [3]
    while (nextZoom(back.at(-1) ?? 1, 'out') !== back.at(-1)) back.push(nextZoom(back.at(-1) ?? 1, 'out'))
    expect(back).toEqual(steps.toReversed())
  })

  it('finds the next step from a zoom between two', () => {
    expect([nextZoom(1.05, 'in'), nextZoom(1.05, 'out')]).toEqual([1.1, 1])
  })

  it('of a display is the one chosen there, and of a new display the one the window has', () => {
    const kept = keepPlace(nothingKept, tall, placed(at(0, 0, 900, 700), 1.5))
    expect([zoomThere(kept, tall, 1), zoomThere(kept, desk, 1.1)]).toEqual([1.5, 1.1])
  })
})
