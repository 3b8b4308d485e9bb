/**
 * What someone may do with a thing. Each right includes those before it.
 * - none: they are not to learn that it exists (answered 404)
 * - view: look at it (a dashboard: render, filter); use it (a dataset or card: read it, place it)
 * - edit: change it
 * - own: share it, hand it on, delete it
 */
export const RIGHTS = ["none", "view", "edit", "own"] as const
export type Right = (typeof RIGHTS)[number]
