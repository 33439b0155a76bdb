import { Modal } from '@mantine/core'
import classes from './frame.module.css'

const groups = [
  {
    title: 'Anywhere',
    keys: [
      ['g then l', 'Alerts'],
      ['g then d', 'Discrepancies'],
      ['g then f', 'Facilities'],
      ['g then c', 'Connections'],
      ['g then r', 'Runs'],
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
      ['Ctrl C', 'Copy the row, while the list has the focus'],
    ],
  },
  {
    title: 'Alerts',
    keys: [
      ['x', 'Select, or unselect'],
      ['Shift j  Shift k', 'Extend the selection'],
      ['a', 'Acknowledge what is selected, else what is marked'],
      ['w', 'Why it stands here'],
    ],
  },
] as const

/** All keys of the page. Single keys are off while typing. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="md">
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
      <p>Single keys are off while you type in a field.</p>
    </Modal>
  )
}
