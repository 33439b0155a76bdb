import { useState } from 'react'
import { Glyph } from '../../ui/glyph.tsx'
import type { PhraseNotice } from './banners-shape.ts'
import classes from './frame.module.css'

type BannersProps = {
  /** Why the core is away; null while it answers. */
  gone: string | null
  /** Why nothing can be changed; null where it can. */
  viewing: string | null
  /** What may be lost without a recovery phrase; null where there is nothing to say. */
  noPhrase: PhraseNotice | null
  onPhrase: () => void
}

/** Kept for the tab's life, over reloads: who has read it is not told again at each unlocking. */
const dismissedKey = 'plumbline-no-phrase-read'

/** What holds for every screen, above it. */
export function Banners({ gone, viewing, noPhrase, onPhrase }: BannersProps) {
  const [dismissed, setDismissed] = useState(() => sessionStorage.getItem(dismissedKey) !== null)
  return (
    <div className={classes.banners}>
      {gone !== null && (
        <div className={classes.banner} role="alert">
          <Glyph name="warning" />
          {gone}
        </div>
      )}
      {viewing !== null && (
        <div className={classes.banner} role="status">
          <Glyph name="warning" />
          <b>Read only.</b> {viewing}
        </div>
      )}
      {noPhrase !== null && (noPhrase.lasting || !dismissed) && (
        <div className={`${classes.banner} ${classes.quiet}`} role="status">
          <span>
            <b>No recovery phrase is kept.</b> {noPhrase.words}
          </span>
          <button type="button" className={classes.textButton} onClick={onPhrase}>
            Make one
          </button>
          {!noPhrase.lasting && (
            <button
              type="button"
              className={classes.textButton}
              onClick={() => {
                sessionStorage.setItem(dismissedKey, 'read')
                setDismissed(true)
              }}
            >
              Not now
            </button>
          )}
        </div>
      )}
    </div>
  )
}
