type Started = {
  packaged: boolean
  /** The value of a switch of the command line; empty where it has none, null where it is not given. */
  valueOf(name: string): string | null
}

/** Switches that let another program look into this one; developers and tests need them. */
const forDevelopers = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'js-flags']
const certificates = ['ignore-certificate-errors', 'allow-insecure-localhost', 'ignore-certificate-errors-spki-list']

/** Why Plumbline does not start with this command line (R12, R17); null where it does. */
export function refusedStart({ packaged, valueOf }: Started): string | null {
  if (valueOf('password-store') === 'basic') {
    return 'Plumbline does not start with "--password-store=basic": keys would be stored under a key that everybody knows. Leave it out.'
  }
  const refused = [...certificates, ...(packaged ? forDevelopers : [])].find((name) => valueOf(name) !== null)
  return refused === undefined
    ? null
    : `Plumbline does not start with "--${refused}": it would open its data to other programs. Leave it out.`
}
