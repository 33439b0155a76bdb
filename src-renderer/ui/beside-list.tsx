import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './beside.module.css'

type BesideListProps = {
  /** A detail is shown beside it. */
  open: boolean
  className?: string | undefined
  children: ReactNode
}

/** At this width and below a detail lies over the list instead of beside it; the same number as in its style sheet. */
const narrow = '(max-width: 1100px)'

/**
 * The list of a screen that shows one row's detail as its next element. Where the detail lies over it, nothing in the list
 * takes the focus: nobody could see it there (WCAG 2.4.11). The keys go to the detail, and come back with the list.
 */
export function BesideList({ open, className = '', children }: BesideListProps) {
  const isNarrow = useMediaQuery(narrow, undefined, { getInitialValueInEffect: false }) === true
  const covered = open && isNarrow
  const ref = useRef<HTMLDivElement>(null)
  const was = useRef(covered)
  useEffect(() => {
    if (was.current === covered) return
    was.current = covered
    const list = ref.current
    const { activeElement } = document
    // A dialog, or the detail itself, keeps what it has.
    if (!list || !(activeElement === document.body || list.contains(activeElement))) return
    const next = covered ? list.nextElementSibling : list.querySelector('[role="grid"]')
    if (next instanceof HTMLElement) next.focus()
  }, [covered])
  return (
    <div ref={ref} className={`${classes.list} ${className}`} inert={covered}>
      {children}
    </div>
  )
}
