import { Button, Skeleton, Stack } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { blameWords, errorOf, isCoreGone } from '../format/error-words.ts'
import { Glyph } from './glyph.tsx'
import classes from './states.module.css'

type EmptyProps = { title: string; children?: ReactNode; actions?: ReactNode }

/** What is not there, why, and what can be done about it; never a bare "No data". */
export function EmptyState({ title, children, actions }: EmptyProps) {
  return (
    <div className={classes.state}>
      <h2 className={classes.title}>{title}</h2>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}

type ErrorBoxProps = { error: unknown; what?: string; onRetry?: () => void; children?: ReactNode }

/**
 * What failed, on which side and what to do next, as the core said it. It is spoken at once, but for a part of the page
 * that could not be read while the core is away: the banner has said that for all of them.
 */
export function ErrorBox({ error, what, onRetry, children }: ErrorBoxProps) {
  const { blame, tell } = errorOf(error)
  const spoken = onRetry === undefined || !isCoreGone(error)
  return (
    <div className={classes.error} {...(spoken ? { role: 'alert' } : {})}>
      <p className={classes.errorTitle}>
        <Glyph name="warning" />
        {what ?? blameWords(blame)}
      </p>
      <p className={classes.errorText}>{tell}</p>
      {(onRetry || children) && (
        <div className={classes.actions}>
          {onRetry && (
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
          {children}
        </div>
      )}
    </div>
  )
}

type LoadingProps = { waitingFor: string; rows?: number }

/** Grey bars on a first load; after two seconds it says what is being waited for. */
export function Loading({ waitingFor, rows = 5 }: LoadingProps) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 2000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Stack gap={8} p="lg" role="status" aria-label={`Waiting for ${waitingFor}`}>
      {Array.from({ length: rows }, (_, row) => `bar-${row}`).map((key) => (
        <Skeleton key={key} height={20} radius="sm" />
      ))}
      {late && <span className={classes.text}>Still waiting for {waitingFor}.</span>}
    </Stack>
  )
}
