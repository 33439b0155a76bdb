import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'

type CopyProps = { text: string; label: string; tabIndex?: number }

/** A small button that copies a text; its name says what. */
export function CopyIcon({ text, label, tabIndex }: CopyProps) {
  const clipboard = useClipboard({ timeout: 1500 })
  const words = clipboard.copied ? 'Copied' : label
  return (
    <Tooltip label={words}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={words}
        {...(tabIndex === undefined ? {} : { tabIndex })}
        onClick={(event) => {
          event.stopPropagation()
          clipboard.copy(text)
        }}
      >
        {clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </Tooltip>
  )
}

/** The same with its words beside the icon. */
export function CopyWords({ text, label }: CopyProps) {
  const clipboard = useClipboard({ timeout: 1500 })
  return (
    <Button
      variant="default"
      leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      onClick={() => clipboard.copy(text)}
    >
      {clipboard.copied ? 'Copied' : label}
    </Button>
  )
}
