import { Group } from '@mantine/core'
import type { DiscrepancyDetail } from '#contract/discrepancies'
import { CopyIcon, CopyWords } from '../../ui/copy-button.tsx'
import classes from './detail.module.css'

type IdsProps = { detail: DiscrepancyDetail; link: string }

/** Both systems' ids, each to copy alone, all at once, or the address of this discrepancy. */
export function RecordIds({ detail, link }: IdsProps) {
  const { row } = detail
  const ids = [
    ...idsOf(
      row.leftSystem,
      detail.left.map((record) => record.key),
      row.leftKey,
    ),
    ...idsOf(
      row.rightSystem,
      detail.right.map((record) => record.key),
      row.rightKey,
    ),
  ]
  const all = ids.map(({ system, id }) => `${system}: ${id ?? 'none'}`).join('\n')
  return (
    <>
      <dl className={classes.ids}>
        {ids.map(({ system, id }) => (
          <IdLine key={`${system} ${id}`} system={system} id={id} />
        ))}
      </dl>
      <Group gap="sm">
        <CopyWords label={ids.length > 2 ? 'Copy all ids' : 'Copy both ids'} text={all} />
        <CopyWords label="Copy link" text={link} />
      </Group>
    </>
  )
}

function idsOf(
  system: string,
  stored: readonly string[],
  known: string | null,
): { system: string; id: string | null }[] {
  const ids = new Set(stored)
  if (known !== null) ids.add(known)
  return ids.size === 0 ? [{ system, id: null }] : [...ids].map((id) => ({ system, id }))
}

const tailLength = 8

function IdLine({ system, id }: { system: string; id: string | null }) {
  return (
    <>
      <dt>{system}</dt>
      <dd>
        {id === null ? (
          'none'
        ) : (
          <span className={classes.id} title={id}>
            <span className={classes.idHead}>{id.slice(0, -tailLength)}</span>
            <span className={classes.idTail}>{id.slice(-tailLength)}</span>
          </span>
        )}
      </dd>
      <dd>{id !== null && <CopyIcon text={id} label={`Copy the id in ${system}`} />}</dd>
    </>
  )
}
