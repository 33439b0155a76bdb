/** Puts the keys into the first field that stands in the way of sending a form. */
export const firstProblem =
  (form: { getInputNode: (path: string) => HTMLElement | null }) =>
  (problems: Readonly<Record<string, unknown>>): void =>
    form.getInputNode(Object.keys(problems)[0] ?? '')?.focus()
