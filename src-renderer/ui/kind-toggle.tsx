import { countWords } from '../format/count.ts'
import type { KindLook } from '../format/kind-words.ts'
import classes from './chip.module.css'
import { KindGlyph } from './glyph.tsx'

type KindToggleProps = {
  look: KindLook
  words: string
  count: number
  picked: boolean
  /** On the words, where a narrow bar leaves them to the reader and the tooltip. */
  wordsClass?: string | undefined
  onPick: () => void
}

/** A kind as a filter: its glyph, its words, and how many there are. */
export function KindToggle({ look, words, count, picked, wordsClass, onPick }: KindToggleProps) {
  return (
    <button
      type="button"
      className={`${classes.chip} ${classes[look.family]}`}
      aria-pressed={picked}
      title={wordsClass === undefined ? undefined : words}
      onClick={onPick}
    >
      <KindGlyph look={look} />
      <span className={wordsClass}>{words}</span> <b className="digits">{countWords(count)}</b>
    </button>
  )
}
