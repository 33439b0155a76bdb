import {
  Alert,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  InputWrapper,
  Menu,
  Modal,
  MultiSelect,
  Notification,
  NumberInput,
  PasswordInput,
  ScrollArea,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'

/** Density, type and contrast of `ui.md` 2 and 6: 13 px base, 28 to 30 px controls, radius 5, no loud capitals. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '5px', md: '5px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  // The panels' own blue greys in place of the library's neutral ones.
  colors: {
    dark: [
      '#dde4ec',
      '#b4bfcb',
      '#95a2b1',
      '#6b7787',
      '#3a4452',
      '#2a323d',
      '#1b222b',
      '#161b22',
      '#11151b',
      '#0c0f14',
    ],
  },
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '15px' }, h2: { fontSize: '13px' }, h3: { fontSize: '13px' } },
  },
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' }, vars: () => ({ root: { '--button-fz': '12px' } }) }),
    Badge: Badge.extend({ defaultProps: { tt: 'none', radius: 'sm', fw: 550 } }),
    Input: Input.extend({ defaultProps: { size: 'xs' }, vars: () => ({ wrapper: { '--input-fz': '13px' } }) }),
    // The placeholder that takes the focus first is no entry of a menu, which a screen reader is told it is. A menu that
    // fades in has no focus while it does, and takes no key.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false, transitionProps: { duration: 0 } } }),
    // Mantine shrinks helps and errors with the control; 9 px cannot be read.
    InputWrapper: InputWrapper.extend({
      vars: () => ({
        label: { '--input-label-size': '13px' },
        description: { '--input-description-size': '12px' },
        error: { '--input-error-size': '12px' },
        success: {},
      }),
    }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'xs' } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({ defaultProps: { size: 'xs' } }),
    MultiSelect: MultiSelect.extend({ defaultProps: { size: 'xs' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Alert: Alert.extend({ defaultProps: { radius: 'sm', p: 'sm' } }),
    Modal: Modal.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, transitionProps: { duration: 100 }, centered: true },
      styles: { title: { fontSize: '15px', fontWeight: 650 } },
    }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: true, transitionProps: { duration: 80 } } }),
    ScrollArea: ScrollArea.extend({ defaultProps: { type: 'auto', scrollbarSize: 8 } }),
  },
})

/** The shades that pass contrast in both schemes (`ui.md` 2). */
export const contrastVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-dimmed': '#566172',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-text': '#1a2230',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-anchor': '#1864ab',
  },
  dark: {
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-dimmed': '#95a2b1',
    '--mantine-color-placeholder': '#95a2b1',
    '--mantine-color-text': '#dde4ec',
    '--mantine-color-body': '#11151b',
    '--mantine-color-anchor': '#74b6f2',
  },
})
