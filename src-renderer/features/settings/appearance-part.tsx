import { type MantineColorScheme, Radio } from '@mantine/core'
import type { Density } from '../../ui/density.ts'
import classes from './settings.module.css'

type AppearancePartProps = {
  theme: MantineColorScheme
  density: Density
  /** Where both are kept, in words. */
  keptIn: string
  onTheme: (theme: MantineColorScheme) => void
  onDensity: (density: Density) => void
}

const themes: readonly { value: MantineColorScheme; label: string }[] = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

const densities: readonly { value: Density; label: string }[] = [
  { value: 'compact', label: 'Compact: as much as fits' },
  { value: 'comfortable', label: 'Comfortable: everything a quarter larger' },
]

/** How the page looks; kept where it runs, for whoever uses it. */
export function AppearancePart({ theme, density, keptIn, onTheme, onDensity }: AppearancePartProps) {
  return (
    <div className={classes.choices}>
      <Radio.Group
        label="Theme"
        value={theme}
        onChange={(value) => {
          const picked = themes.find((one) => one.value === value)
          if (picked) onTheme(picked.value)
        }}
      >
        {themes.map(({ value, label }) => (
          <Radio key={value} value={value} label={label} className={classes.choice ?? ''} />
        ))}
      </Radio.Group>
      <Radio.Group
        label="Density"
        value={density}
        onChange={(value) => {
          const picked = densities.find((one) => one.value === value)
          if (picked) onDensity(picked.value)
        }}
      >
        {densities.map(({ value, label }) => (
          <Radio key={value} value={value} label={label} className={classes.choice ?? ''} />
        ))}
      </Radio.Group>
      <p className={classes.dim}>Kept {keptIn}.</p>
    </div>
  )
}
