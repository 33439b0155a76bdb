type Started = {
  packaged: boolean
  /** The value of a switch of the command line; empty where it has none, null where it is not given. */
  valueOf(name: string): string | null
  /** The value of a variable of the environment. */
  variable(name: string): string | undefined
}

const sandboxes = ['no-sandbox', 'disable-setuid-sandbox', 'disable-seccomp-filter-sandbox']
/** Switches that let another program look into this one; developers and tests need them. */
const forDevelopers = [
  ...['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'js-flags', 'load-extension'],
  ...['inspect', 'inspect-brk', 'inspect-wait', 'inspect-port', 'inspect-publish-uid'],
  ...['renderer-cmd-prefix', 'utility-cmd-prefix', 'gpu-launcher', 'ssl-key-log-file', 'enable-logging'],
  ...['host-resolver-rules', 'proxy-server', 'proxy-pac-url'],
  // Tests run as root, where Chromium has no sandbox at all.
  ...sandboxes,
]
const always = [
  ...['ignore-certificate-errors', 'allow-insecure-localhost', 'ignore-certificate-errors-spki-list'],
  ...['disable-web-security', 'disable-site-isolation-trials', 'allow-file-access-from-files'],
]

/** Why Plumbline does not start with this command line and environment (R12, R15, R17, T19); null where it does. */
export function refusedStart({ packaged, valueOf, variable }: Started): string | null {
  if (variable('NODE_TLS_REJECT_UNAUTHORIZED') === '0') {
    return 'Certificate checks are switched off on this computer (NODE_TLS_REJECT_UNAUTHORIZED is 0), so keys could reach the wrong server. Remove that setting and start Plumbline again.'
  }
  if (valueOf('password-store') === 'basic') {
    return 'Plumbline does not start with "--password-store=basic": keys would be stored under a key that everybody knows. Leave it out.'
  }
  const refused = [...always, ...(packaged ? forDevelopers : [])].find((name) => valueOf(name) !== null)
  if (refused !== undefined && sandboxes.includes(refused)) {
    return `Plumbline does not start with "--${refused}": its window would run without a sandbox. Leave it out. Where this Linux gives a program no sandbox, install the deb package, or let it have user namespaces (see the README).`
  }
  return refused === undefined
    ? null
    : `Plumbline does not start with "--${refused}": it would open its data to other programs. Leave it out.`
}
