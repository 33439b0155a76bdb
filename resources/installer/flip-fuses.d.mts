import type { FuseV1Options } from '@electron/fuses'

/** Whether each fuse is on in an installed program. */
export const fuses: Readonly<Record<FuseV1Options, boolean>>

type Packed = {
  appOutDir: string
  electronPlatformName: string
  packager: { appInfo: { productFilename: string }; executableName: string }
}

/** Sets the fuses of what was packed into `appOutDir`; rejects where Electron has one that nobody decided about. */
export default function afterPack(context: Packed): Promise<void>
