const CONTROLS = ':is(input, textarea, button):not([tabindex="-1"], [type="hidden"], :disabled)'

/** Puts the cursor in the first control of a form: of a choice, on what is chosen. False when the form has none. */
export function focusFirst(form: ParentNode | null | undefined): boolean {
  const first = form?.querySelector<HTMLInputElement>(CONTROLS)
  const chosen = first?.type === 'radio' && form?.querySelector<HTMLElement>(`[name="${first.name}"]:checked`)
  const control = chosen || first
  control?.focus()
  return control !== undefined && control !== null
}
