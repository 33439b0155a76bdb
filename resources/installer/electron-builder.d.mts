import type { Configuration } from 'electron-builder'

declare const settings: Configuration
export default settings
