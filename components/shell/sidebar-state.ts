/** A cookie, so that the server draws the sidebar as the reader left it. */
export const SIDEBAR_COOKIE = "cardloom-sidebar"

export const isSidebarCollapsed = (cookieValue: string | undefined): boolean => cookieValue === "collapsed"
