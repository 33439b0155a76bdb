import type { GlyphName, KindLook } from '../format/kind-words.ts'
import classes from './glyph.module.css'

type Shape = { lines: string; solid?: string }

/** Own 16 px paths: the shape alone tells the kind, in greyscale too. */
const shapes: Record<GlyphName | 'clock' | 'warning' | 'group', Shape> = {
  'missing-lower': { lines: 'M3 3h10v10H3z', solid: 'M3 8h10v5H3z' },
  'missing-upper': { lines: 'M3 3h10v10H3z', solid: 'M3 3h10v5H3z' },
  arrows: { lines: 'M2 8h12M5 5 2 8l3 3M11 5l3 3-3 3' },
  'not-equal': { lines: 'M3 6h10M3 10h10M11 3 5 13' },
  overlap: { lines: 'M2.5 2.5h8v8h-8zM5.5 5.5h8v8h-8z' },
  stacked: { lines: 'M3 3h10v3.5H3zM3 9.5h10V13H3z' },
  'square-plus': { lines: 'M3 3h10v10H3zM8 5.5v5M5.5 8h5' },
  'square-minus': { lines: 'M3 3h10v10H3zM5.5 8h5' },
  question: { lines: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M6.3 6.4a1.7 1.7 0 1 1 2.6 1.5c-.6.4-.9.7-.9 1.4M8 11.4v.1' },
  clock: { lines: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 4.8V8l2.2 1.4' },
  group: { lines: 'M5 2.5H2.5v11H5M7 4h6.5M7 8h6.5M7 12h6.5' },
  warning: { lines: 'M8 2.2 14.4 13.4H1.6zM8 6.4v3.2M8 11.5v.1' },
}

type GlyphProps = { name: keyof typeof shapes; size?: number; className?: string }

/** A bare glyph in the colour of the text around it. Decoration: the words stand beside it. */
export function Glyph({ name, size = 16, className }: GlyphProps) {
  const shape = shapes[name]
  return (
    <svg
      className={className ? `${classes.glyph} ${className}` : classes.glyph}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {shape.solid && <path d={shape.solid} fill="currentColor" />}
      <path d={shape.lines} />
    </svg>
  )
}

/** A kind's glyph in its family's box. */
export function KindGlyph({ look, size = 18 }: { look: KindLook; size?: number }) {
  const names = [classes.boxed, classes[look.family], look.hollow ? classes.hollow : '']
  return <Glyph name={look.glyph} size={size} className={names.filter(Boolean).join(' ')} />
}
