import type { DiscrepancyDetail } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { rowText } from '../../format/row-words.ts'
import { CopyIcon } from '../../ui/copy-button.tsx'
import type { Copyable } from './copy-menu.tsx'
import classes from './detail.module.css'

type NamedId = { system: string; id: string | null }

/** Both systems' ids, each with a button to copy it alone. */
export function RecordIds({ detail }: { detail: DiscrepancyDetail }) {
  return (
    <dl className={classes.ids}>
      {idsOf(detail).map(({ system, id }) => (
        <IdLine key={`${system} ${id}`} system={system} id={id} />
      ))}
    </dl>
  )
}

/** What of a discrepancy can be copied: its ids one by one and together, the row as it stands in the list, its address. */
export function copyables(detail: DiscrepancyDetail, link: string, now: Instant): Copyable[] {
  const ids = idsOf(detail)
  const single = ids.flatMap(({ system, id }) =>
    id === null ? [] : [{ label: `Id in ${system}: ${shortId(id)}`, text: id }],
  )
  const all = ids.map(({ system, id }) => `${system}: ${id ?? 'none'}`).join('\n')
  return [
    ...single,
    ...(single.length > 1 ? [{ label: ids.length > 2 ? 'All ids' : 'Both ids', text: all }] : []),
    { label: 'Row', text: rowText(detail.row, now) },
    {
      label: 'Link',
      text: link,
      note: link.startsWith('http') ? 'For a tab in which Plumbline is open' : 'Opens Plumbline where it is installed',
    },
  ]
}

function idsOf({ row, left, right }: DiscrepancyDetail): NamedId[] {
  return [
    ...ofSide(
      row.leftSystem,
      left.map(({ key }) => key),
      row.leftKey,
    ),
    ...ofSide(
      row.rightSystem,
      right.map(({ key }) => key),
      row.rightKey,
    ),
  ]
}

function ofSide(system: string, stored: readonly string[], known: string | null): NamedId[] {
  const ids = new Set(stored)
  if (known !== null) ids.add(known)
  return ids.size === 0 ? [{ system, id: null }] : [...ids].map((id) => ({ system, id }))
}

const tailLength = 8

/** A long id with its middle left out: head and tail tell it from others. */
const shortId = (id: string): string => (id.length <= 20 ? id : `${id.slice(0, 8)}…${id.slice(-tailLength)}`)

function IdLine({ system, id }: NamedId) {
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
