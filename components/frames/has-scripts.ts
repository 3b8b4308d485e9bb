/** Whether HTML may run code of its own. Errs towards yes. */
export const hasScripts = (html: string): boolean => /<script|\son[a-z]+\s*=|javascript:/i.test(html)
