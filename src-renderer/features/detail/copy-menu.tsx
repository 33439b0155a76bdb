import { Button, Menu } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import desk from './desk.module.css'

/** What can be copied, by name, and what to know about it; texts that are not there are left out. */
export type Copyable = { label: string; text: string; note?: string }

/** One menu for everything of a discrepancy that is handed on: ids, the row, the link. */
export function CopyMenu({ texts }: { texts: readonly Copyable[] }) {
  const clipboard = useClipboard({ timeout: 1500 })
  return (
    <Menu shadow="md" position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          aria-live="polite"
        >
          {clipboard.copied ? 'Copied' : 'Copy'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {texts.map(({ label, text, note }) => (
          <Menu.Item key={label} onClick={() => clipboard.copy(text)}>
            {label}
            {note !== undefined && <div className={desk.quiet}>{note}</div>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
