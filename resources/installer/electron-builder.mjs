// How the desktop application is packed (`npm run package`). Paths are those of the project's folder.

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'example.plumbline.desktop',
  productName: 'Plumbline',
  copyright: 'Apache-2.0',
  directories: { output: 'out/installers', buildResources: 'resources/installer' },
  // What the program needs to run and nothing else; e2e/package holds the same list and reads the archive against it.
  files: [
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'resources/icon.png',
    'package.json',
    'LICENSE',
    '!node_modules/better-sqlite3/{deps,src,prebuilds}/**',
    '!node_modules/better-sqlite3/{binding.gyp,README.md,index.d.ts}',
    'node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node',
    '!node_modules/node-addon-api/**',
  ],
  asar: { smartUnpack: false },
  // Native code cannot be loaded from inside an archive; the program holds its hash and checks it at each start.
  asarUnpack: ['**/*.node'],
  npmRebuild: false,
  nodeGypRebuild: false,
  electronLanguages: ['en-US'],
  protocols: [{ name: 'Plumbline', schemes: ['plumbline'] }],
  afterPack: 'resources/installer/flip-fuses.mjs',
  publish: null,
  linux: {
    target: ['deb', 'AppImage'],
    category: 'Office',
    executableName: 'plumbline',
    icon: 'resources/icon.png',
    synopsis: "Finds, explains and mends the differences between a clinic's schedule and its copy at a vendor",
  },
  // The keychain of a Linux desktop answers through this library.
  deb: { recommends: ['gnome-keyring | kwalletmanager'] },
  win: { target: ['nsis'], icon: 'resources/icon.png' },
  // The workspace is a clinic's; taking the program away must not take it along.
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, deleteAppDataOnUninstall: false },
  mac: {
    target: ['dmg'],
    icon: 'resources/icon.png',
    category: 'public.app-category.business',
    hardenedRuntime: true,
    gatekeeperAssess: false,
  },
}
