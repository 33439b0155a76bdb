type PolicyRules = { createHTML(html: string): string }
type PolicyFactory = { createPolicy(name: string, rules: PolicyRules): unknown }

/** Refuses anything that could be markup; Mantine writes its style sheets through innerHTML, and those hold none. */
export function onlyPlainText(html: string): string {
  if (html.includes('<')) throw new TypeError('Markup from text is refused on this page.')
  return html
}

/**
 * The page's one default policy under `require-trusted-types-for 'script'`: text without any `<` may pass, scripts and
 * markup never. Does nothing where the browser has no trusted types.
 */
export function installTrustedTypes(): void {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
  factory?.createPolicy('default', { createHTML: onlyPlainText })
}
