/** Prints a document of the server from a frame that nobody sees, so that the page stays where it is. */
let frame: HTMLIFrameElement | null = null

export function printDocument(address: string): void {
  frame?.remove()
  frame = document.createElement('iframe')
  frame.className = 'sr-only'
  frame.tabIndex = -1
  frame.ariaHidden = 'true'
  frame.src = address
  frame.addEventListener('load', ({ target }) => (target as HTMLIFrameElement).contentWindow?.print(), { once: true })
  document.body.append(frame)
}
