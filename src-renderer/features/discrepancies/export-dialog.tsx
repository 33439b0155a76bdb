import { Button, Group, Input, Modal, Progress, Radio, SegmentedControl, Stack, Switch } from '@mantine/core'
import { useRef, useState } from 'react'
import type { DiscrepancyFilter, DiscrepancyOrder } from '#contract/discrepancies'
import { savedWords } from '../../format/saved-words.ts'
import { useHostKind } from '../../queries/workspace.ts'
import { ErrorBox } from '../../ui/states.tsx'
import {
  clockWords,
  type ExportClock,
  type ExportFormat,
  exportClocks,
  exportWords,
  sizeWords,
  zoneOf,
} from './export-shape.ts'
import classes from './list.module.css'
import { useExport } from './use-export.ts'

type ExportDialogProps = {
  filter: DiscrepancyFilter
  order: DiscrepancyOrder
  total: number
  filtered: boolean
  /** The moment it is a snapshot of, in words; null for now. */
  asOf: string | null
  onClose: () => void
}

/** Asks for format, clock and names, writes the list as it is filtered and ordered to a file, and says where it stands. */
export function ExportDialog({ filter, order, total, filtered, asOf, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [withNames, setWithNames] = useState(false)
  const [clock, setClock] = useState<ExportClock>('facility')
  const host = useHostKind()
  const { run, start, stop } = useExport()
  const closeRef = useRef<HTMLButtonElement>(null)
  return (
    <Modal opened onClose={onClose} title="Export to a file">
      <Stack gap="md">
        <p className={classes.lead}>
          {exportWords({ total, filtered, order, asOf })} On top it says when both systems were read and how completely,
          so that the file can be judged later.
        </p>
        <Input.Wrapper label="Format" labelElement="div">
          <SegmentedControl
            fullWidth
            mt={4}
            aria-label="Format"
            disabled={run.running}
            data={[
              { value: 'csv', label: 'CSV, for a spreadsheet' },
              { value: 'json', label: 'JSON, for a program' },
            ]}
            value={format}
            onChange={(value) => setFormat(value === 'json' ? 'json' : 'csv')}
          />
        </Input.Wrapper>
        <Radio.Group
          label="Local times"
          value={clock}
          onChange={(value) => setClock(exportClocks.find((known) => known === value) ?? 'facility')}
        >
          <Stack gap={8} mt={6}>
            {exportClocks.map((value) => (
              <Radio key={value} size="sm" value={value} label={clockWords(value)} disabled={run.running} />
            ))}
          </Stack>
        </Radio.Group>
        <Switch
          label="With names of people"
          description="Left out unless you need them: a file is easily passed on."
          disabled={run.running}
          checked={withNames}
          onChange={(event) => setWithNames(event.currentTarget.checked)}
        />
        {run.error ? <ErrorBox error={run.error} what="The file was not written" /> : null}
        <div role="status">
          {run.running && (
            <>
              Writing, {sizeWords(run.bytes)} so far
              <Progress mt={4} size={5} value={100} animated aria-label="Writing the file" />
            </>
          )}
          {run.saved !== null && savedWords(host, `${run.saved}, ${sizeWords(run.bytes)}`)}
        </div>
        <Group gap="sm" justify="flex-end">
          <Button ref={closeRef} variant="default" onClick={run.running ? stop : onClose}>
            {run.running ? 'Stop' : 'Close'}
          </Button>
          <Button
            loading={run.running}
            onClick={() => {
              // It is off while it writes, and the keys stay in the dialog.
              closeRef.current?.focus()
              void start({ filter, order, format, withNames, ...zoneOf(clock) })
            }}
          >
            Export
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
