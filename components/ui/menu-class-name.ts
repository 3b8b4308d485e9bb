/** The floating surface of menus, selects, popovers and comboboxes. */
export const menuSurfaceClassName =
  "z-50 min-w-40 overflow-y-auto rounded-panel border border-line-strong bg-surface-raised p-1 text-13 text-ink shadow-raise data-[state=open]:animate-appear"

export const menuItemClassName = [
  "relative flex min-h-7 cursor-default items-center gap-2 rounded-control px-2 py-1 outline-none select-none",
  "data-highlighted:bg-surface-hover data-[selected=true]:bg-surface-hover data-[disabled='']:opacity-50 data-[disabled=true]:opacity-50",
  "pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
].join(" ")
