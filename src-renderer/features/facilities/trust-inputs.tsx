import { Fieldset, Select } from '@mantine/core'
import type { SideName } from '#contract/ids'
import { FieldGroup } from '#contract/recipes'
import classes from './facilities.module.css'

type TrustInputsProps = {
  value: Readonly<Record<FieldGroup, SideName>>
  /** The systems' own names, or their place where none is chosen yet. */
  systems: { left: string; right: string }
  onChange: (value: Record<FieldGroup, SideName>) => void
}

const labels: Record<FieldGroup, string> = {
  existence: 'Whether a shift exists',
  times: 'Start and end',
  assignment: 'Who works it',
  details: 'Shift and requirements',
}

/** Whom this pairing trusts for what. It is shown beside a difference and changes nothing in the compare. */
export function TrustInputs({ value, systems, onChange }: TrustInputsProps) {
  return (
    <Fieldset legend="Trusted by agreement">
      <p className={`${classes.dim} ${classes.lead}`}>
        Shown beside each difference. Both systems are compared alike, whatever you choose.
      </p>
      <div className={classes.two}>
        {FieldGroup.options.map((group) => (
          <Select
            key={group}
            label={labels[group]}
            allowDeselect={false}
            data={[
              { value: 'left', label: systems.left },
              { value: 'right', label: systems.right },
            ]}
            value={value[group]}
            onChange={(side) => onChange({ ...value, [group]: side === 'right' ? 'right' : 'left' })}
          />
        ))}
      </div>
    </Fieldset>
  )
}
