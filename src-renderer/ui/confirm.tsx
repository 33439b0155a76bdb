import { Button, Group, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'

type ConfirmProps = {
  opened: boolean
  title: string
  children: ReactNode
  yes: string
  no: string
  busy?: boolean
  onYes: () => void
  onNo: () => void
}

/** A question before something is removed or lost; the safe answer has the focus. */
export function Confirm({ opened, title, children, yes, no, busy = false, onYes, onNo }: ConfirmProps) {
  return (
    <Modal opened={opened} onClose={onNo} title={title} size="sm">
      <Text component="div" size="md" mb="lg">
        {children}
      </Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onNo} data-autofocus>
          {no}
        </Button>
        <Button color="red" loading={busy} onClick={onYes}>
          {yes}
        </Button>
      </Group>
    </Modal>
  )
}
