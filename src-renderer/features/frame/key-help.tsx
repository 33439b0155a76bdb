import { Modal } from '@mantine/core'
import classes from './frame.module.css'
import { places } from './places.ts'

const groups = [
  {
    title: 'Anywhere',
    keys: [
      ['Ctrl K', 'Jump to anything, or have anything done'],
      ...places.map(({ key, label }) => [`g then ${key}`, label] as const),
      ['?', 'This list'],
    ],
  },
  {
    title: 'Discrepancies and Alerts',
    keys: [
      ['j  k', 'Next, previous; an open detail follows'],
      ['↑  ↓  PgUp  PgDn  Home  End', 'Move in the list'],
      ['Enter', 'Open the detail and go into it; open a group'],
      ['Esc', 'Back to the list, to where you were'],
      ['e', 'Accept, with a reason; reopen what is accepted'],
      ['u', 'Undo the acceptance, while that is offered'],
      ['/', 'Search'],
      ['x', 'Select, or unselect'],
      ['Shift j  Shift k', 'Extend the selection'],
      ['w', 'Why it stands here, where the order is by risk'],
      ['Ctrl C', 'Copy the row, while the list has the focus'],
    ],
  },
  {
    title: 'Discrepancies',
    keys: [
      ['Ctrl A', 'Select all that match, while the list has the focus'],
      ['f', 'Add a filter'],
    ],
  },
  {
    title: 'Calendar',
    keys: [
      ['j  k', 'Next, previous discrepancy; the detail follows'],
      ['←  →  ↑  ↓  Home  End', 'Move by box: in time, to the other system, to the next lane'],
      ['Enter', 'Open the detail and go into it'],
      ['t  [  ]', 'Today, earlier, later'],
      ['1  2  3', 'Day, week, month'],
      ['+  -', 'Zoom in and out'],
      ['o', 'Overlay both systems, or pair them'],
      ['/', 'Search lanes'],
    ],
  },
  {
    title: 'Alerts',
    keys: [['a', 'Acknowledge what is selected, else what is marked']],
  },
] as const

/** All keys of the page by where they hold. */
export function KeyTables() {
  return (
    <div className={classes.keyTables}>
      {groups.map(({ title, keys }) => (
        <table key={title} className={classes.keys}>
          <caption>{title}</caption>
          <tbody>
            {keys.map(([key, does]) => (
              <tr key={key}>
                <th scope="row">
                  {key.split('  ').map((one) => (
                    <span key={one}>
                      <kbd className={classes.key}>{one}</kbd>{' '}
                    </span>
                  ))}
                </th>
                <td>{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      <p>Single keys are off while you type in a field. On a Mac, ⌘ stands for Ctrl.</p>
    </div>
  )
}

/** The same in a dialog. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size={940}>
      <KeyTables />
    </Modal>
  )
}
