import { Button } from '@mantine/core'
import { errorOf } from '../../format/error-words.ts'
import { Section } from '../../ui/page.tsx'
import { EmptyState, ErrorBox } from '../../ui/states.tsx'

type NotReadProps = {
  error: unknown
  /** What cannot be shown, `The record`. */
  what: string
  /** The heading where it is not there, which is no fault. */
  gone: string
  onRetry: () => void
  onClose: () => void
}

/** In the place of a detail that was not read: what its address names is not there any more, or what went wrong. */
export function NotRead({ error, what, gone, onRetry, onClose }: NotReadProps) {
  const { code, tell } = errorOf(error)
  if (code === 'not-found') {
    return (
      <EmptyState title={gone} actions={<Button onClick={onClose}>Close the detail</Button>}>
        {tell}
      </EmptyState>
    )
  }
  return (
    <Section title={`${what} cannot be shown`}>
      <ErrorBox error={error} onRetry={onRetry} />
    </Section>
  )
}
