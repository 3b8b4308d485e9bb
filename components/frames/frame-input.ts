/**
 * What is pressed inside a frame never reaches the page, so that menus would stay open and dialogs deaf to Escape.
 * Only the frame that has the focus is believed.
 */
export function forwardPress(iframe: HTMLIFrameElement): void {
  iframe.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }))
}

export function forwardEscape(iframe: HTMLIFrameElement): void {
  if (document.activeElement !== iframe) return
  iframe.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }))
}
