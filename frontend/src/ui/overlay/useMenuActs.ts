/**
 * What the items of a menu do. A menu that closes takes the focus back to its button, out of whatever an item has opened
 * by then: so an item acts when the menu is gone and its button has the focus.
 */
export function useMenuActs() {
  let picked: (() => void) | null = null

  /** For an item's `onSelect`. */
  const pick = (act: () => void) => () => {
    picked = act
  }

  /** For the menu's `content`. */
  function onCloseAutoFocus(event: Event): void {
    if (!picked) return
    event.preventDefault()
    const menu = (event.target as HTMLElement).querySelector('[role="menu"]')
    document.getElementById(menu?.getAttribute('aria-labelledby') ?? '')?.focus()
    const act = picked
    picked = null
    act()
  }

  return { pick, onCloseAutoFocus }
}
