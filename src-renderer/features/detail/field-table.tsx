import { Fragment } from 'react'
import type { Token } from '../../format/token-diff.ts'
import classes from './detail.module.css'
import type { FieldLine, TimeNote } from './detail-shape.ts'

type FieldTableProps = { lines: readonly FieldLine[]; leftSystem: string; rightSystem: string }

/** Field by field with both systems under their own names, what differs on top and only the differing words marked. */
export function FieldTable({ lines, leftSystem, rightSystem }: FieldTableProps) {
  const withBase = lines.some((line) => line.base !== null)
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">Fields on both sides</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{leftSystem}</th>
          {withBase && <th scope="col">Last agreed</th>}
          <th scope="col">{rightSystem}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Fragment key={line.field}>
            <tr className={rowClass(line)}>
              <th scope="row">
                {line.label}
                {line.ignored && <span className={classes.note}>not compared</span>}
                {line.differs && <span className="visually-hidden"> differs</span>}
              </th>
              <td>
                <Words tokens={line.left} />
                <Note note={line.leftNote} />
              </td>
              {withBase && <td className={classes.ignored}>{line.base ?? (line.differs ? 'not known' : '')}</td>}
              <td>
                <Words tokens={line.right} />
                <Note note={line.rightNote} />
              </td>
            </tr>
            {line.differs && (
              <tr className={`${rowClass(line)} ${classes.remark}`}>
                <td colSpan={withBase ? 4 : 3}>
                  {line.remark} <span className={classes.trusted}>Trusted: {line.trusted}</span>
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

function rowClass(line: FieldLine): string {
  if (line.differs) return (line.isTime ? classes.time : classes.other) ?? ''
  return line.ignored ? (classes.ignored ?? '') : ''
}

/** The offset; the vendor's own text on hover, and in the stored fields below for everybody else. */
function Note({ note }: { note: TimeNote }) {
  if (note.offset === '') return null
  return (
    <span className={classes.note} title={note.wrote === '' ? undefined : `Sent as ${note.wrote}`}>
      {note.offset}
    </span>
  )
}

function Words({ tokens }: { tokens: readonly Token[] }) {
  let at = 0
  return tokens.map((token) => {
    const key = `${at}-${token.differs}`
    at += token.text.length
    return token.differs ? (
      <mark key={key} className={classes.mark}>
        {token.text}
      </mark>
    ) : (
      <span key={key}>{token.text}</span>
    )
  })
}
