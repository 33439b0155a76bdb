// How the desktop application is packed (`npm run package`). Paths are those of the project's folder.

/**
 * What the program needs to run and nothing else; e2e/package reads the archive against a list of its own. Each system
 * has the whole list, because the packer takes a list of its own for one of everything but what it leaves out. The
 * database driver brings a native file per system, and `${platform}` would name the computer that packs.
 */
const filesFor = (system) => [
  'out/main/{electron,core-entry,cache-worker}.js',
  'out/main/chunks/*.js',
  // Of the Node host only, which a desktop has no use for.
  '!out/main/chunks/start-from-terminal-*.js',
  'out/preload/bridge.cjs',
  'out/renderer/index.html',
  'out/renderer/assets/*.{js,css,woff2}',
  'resources/icon.png',
  'package.json',
  'LICENSE',
  '!node_modules/better-sqlite3/{build,deps,src}/**',
  `!node_modules/better-sqlite3/prebuilds/!(${system}-\${arch}).node`,
  '!node_modules/better-sqlite3/{binding.gyp,README.md,index.d.ts}',
  '!node_modules/node-addon-api/**',
]

/** @type {import('electron-builder').Configuration} */
export default {
  // src-main/hosts/electron/prepare-desktop.ts says the same to Windows.
  appId: 'example.plumbline.desktop',
  productName: 'Plumbline',
  copyright: 'Apache-2.0',
  directories: { output: 'out/installers', buildResources: 'resources/installer' },
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
    files: filesFor('linux'),
    target: ['deb', 'AppImage'],
    category: 'Office',
    executableName: 'plumbline',
    syncDesktopName: true,
    icon: 'resources/icon.png',
    synopsis: "Finds, explains and mends the differences between a clinic's schedule and its copy at a vendor",
  },
  // The keychain of a Linux desktop answers through this library.
  deb: { recommends: ['gnome-keyring | kwalletmanager'] },
  // Unless told, the packer starts an AppImage with `--no-sandbox`, which Plumbline refuses.
  appImage: { executableArgs: [] },
  win: { files: filesFor('win32'), target: ['nsis'], icon: 'resources/icon.png' },
  // The workspace is a clinic's; taking the program away must not take it along.
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, deleteAppDataOnUninstall: false },
  mac: {
    files: filesFor('darwin'),
    target: ['dmg'],
    icon: 'resources/icon.png',
    category: 'public.app-category.business',
    hardenedRuntime: true,
    gatekeeperAssess: false,
  },
}
