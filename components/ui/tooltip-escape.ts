const dismissing = new WeakSet<Event>()

/** To be called with the key that a tooltip took for its own end. */
export const markAsTooltips = (event: Event): void => void dismissing.add(event)

/** Whether a key was taken by a tooltip, which is nothing one would press Escape for: it is still to act on what is below. */
export const wasTooltips = (event: Event): boolean => dismissing.has(event)
